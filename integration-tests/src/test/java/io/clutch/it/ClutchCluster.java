package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.clutch.it.chaos.Cluster;
import java.util.List;

/** A cluster that runs under Clutch; orders are given by {@code java -jar clutch.jar}. */
final class ClutchCluster implements Cluster {

    private final Bench bench;
    private final Jdk jdk;
    private final Running running;
    private final int port;

    ClutchCluster(Bench bench, Jdk jdk, Running running, int port) {
        this.bench = bench;
        this.jdk = jdk;
        this.running = running;
        this.port = port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Long> workers() {
        return running.workers().stream().map(WorkerProcess::pid).toList();
    }

    @Override
    public String reload() {
        return told(order("reload"));
    }

    @Override
    public String scale(int workers) {
        return told(order("scale", Integer.toString(workers)));
    }

    @Override
    public void signal(long pid, String name) {
        Running.signal(pid, name);
    }

    /** Waits until every slot has a worker that serves, and nothing else is going on. */
    void awaitCalm() {
        Await.until(
                "every worker serves",
                () -> {
                    assertThat(running.isAlive()).as("the master runs").isTrue();
                    var status = order("status", "--json").out();
                    var result =
                            JsonParser.parseString(status)
                                    .getAsJsonObject()
                                    .getAsJsonObject("result");
                    if (result == null) {
                        return false;
                    }
                    var slots = result.getAsJsonArray("slots").asList();
                    return slots.size() == result.get("workers").getAsInt()
                            && slots.stream()
                                    .map(slot -> slot.getAsJsonObject().get("state").getAsString())
                                    .allMatch("serving"::equals);
                });
    }

    /** Reloads, and waits; a reload that fails is a failure of the test. */
    void mustReload() {
        var finished = order("reload");
        assertThat(finished.status()).as(finished.toString()).isZero();
    }

    /** Stops it, and asserts that nothing is left: no process, no listening socket. */
    void mustStop() {
        var finished = order("stop");
        assertThat(finished.status()).as(finished.toString()).isZero();
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertThat(Ports.listeners(port)).as("sockets that listen on the port").isZero();
    }

    private Finished order(String... words) {
        Running order;
        // Orders are given by several threads; a bench is made for one.
        synchronized (bench) {
            order =
                    bench.on(jdk)
                            .jar(Applications.clutchJar(), (Object[]) words)
                            .arguments(running.pid())
                            .start();
        }
        return order.awaitExit();
    }

    private static String told(Finished finished) {
        return "status "
                + finished.status()
                + " "
                + (finished.out() + finished.err()).strip().replaceAll("\\s*\\n\\s*", " | ");
    }
}
