package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.chaos.Victims;
import io.clutch.it.load.Ledger;
import io.clutch.it.load.Load;
import io.clutch.it.load.LoadPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A cluster of two workers under two loads (new connections, and connections that are used again),
 * reloaded a few times by signal: nothing may be lost. By signal, so that it does not matter which
 * user the cluster belongs to.
 */
final class LoadThroughReload {

    private static final double RATE = 150;

    private final Bench bench;
    private final Stack stack;
    private final Jdk jdk;
    private final int port = Ports.free();

    private UnaryOperator<Launch> surroundings = UnaryOperator.identity();

    LoadThroughReload(Bench bench, Stack stack, Jdk jdk) {
        this.bench = bench;
        this.stack = stack;
        this.jdk = jdk;
    }

    /** Adds what the cluster runs in: a user, namespaces, a filter. */
    LoadThroughReload in(UnaryOperator<Launch> other) {
        surroundings = other;
        return this;
    }

    /** Starts the cluster. */
    Running start() {
        var launch = stack.launch(bench, jdk, port).agent("workers=2");
        return surroundings.apply(UnderLoad.temporary(UnderLoad.scratch(bench), launch)).start();
    }

    int port() {
        return port;
    }

    /** Starts it, loads it, reloads it so many times, and judges. */
    void judge(int reloads) throws InterruptedException {
        var running = start().awaitListeners(port, 2);
        judge(running, () -> reload(running, reloads));
    }

    /** Loads a cluster while something is done to it, judges, and stops it. */
    void judge(Running running, Runnable deed) throws InterruptedException {
        Ledger fresh;
        Ledger kept;
        try (var first = Load.start(plan(stack.slow(port)));
                var second = Load.start(keepAlive(stack.quick(port)))) {
            deed.run();
            fresh = first.stop();
            kept = second.stop();
        }
        print("new connections", fresh);
        print("kept alive", kept);
        UnderLoad.assertNothingLost(stack + " on " + jdk, new Victims(), fresh, kept);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertThat(Ports.listeners(port)).isZero();
        if (stack != Stack.WIREMOCK) {
            UnderLoad.assertHandledWhatWasAnswered(running, fresh, kept);
        }
        UnderLoad.assertNothingLeftIn(UnderLoad.scratch(bench));
    }

    /** Lets every worker be replaced, so many times. */
    static void reload(Running running, int times) {
        for (var i = 0; i < times; i++) {
            var before = running.workers().stream().map(WorkerProcess::pid).toList();
            int reloaded = running.err().split("workers replaced in", -1).length;
            running.signal("HUP");
            Await.until(
                    "the master has reloaded them",
                    Duration.ofSeconds(90),
                    () -> running.err().split("workers replaced in", -1).length > reloaded);
            running.awaitWorkers(2, before);
        }
    }

    /** Both loads, as {@link io.clutch.it.load.LoadMain} takes one: the arguments of the first. */
    Object[] arguments() {
        return new Object[] {"port=" + port, "rate=" + RATE, "connections=32"};
    }

    private static LoadPlan plan(LoadPlan plan) {
        return plan.withRate(RATE).withConnections(32);
    }

    /** Connections that rest a while are what a drain finds idle. */
    private static LoadPlan keepAlive(LoadPlan plan) {
        return plan(plan).withKeepAlive().withThink(Duration.ofMillis(100));
    }

    private void print(String load, Ledger ledger) {
        var where = Arrays.asList(stack, jdk, load);
        System.out.println("load through reload " + where + ": " + ledger.summary());
    }
}
