package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.OwnTermHandler;
import io.clutch.it.apps.Server;
import io.clutch.it.apps.ShutdownListener;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to stop a cluster or one of its workers, and what the application hears of it. */
class StoppingTest {

    private static final String NAMED =
            "on-shutdown=" + ShutdownListener.class.getName() + "#named";

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    static Stream<Arguments> jdksAndSignals() {
        return Jdks.all().stream()
                .flatMap(jdk -> Stream.of("TERM", "INT").map(signal -> Arguments.of(jdk, signal)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndSignals")
    void signalToTheMasterStopsTheClusterInOrder(Jdk jdk, String signal) {
        var running = listening(jdk, "");
        running.signal(signal);
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertHeardOnce(running, 1);
        assertHeardOnce(running, 2);
        assertThat(Ports.isFree(port)).isTrue();
    }

    @EachJdk
    void eventIsDeliveredOnceWhenSeveralRoutesMeet(Jdk jdk) {
        var running = listening(jdk, "");
        var workers = running.workers();
        // By one command: a worker that ends before the master is told is replaced.
        var pids = workers.stream().map(worker -> Long.toString(worker.pid())).toList();
        var both = String.join(" ", pids);
        Running.signal("TERM", both + " " + both + " " + running.pid());
        Running.signal("INT", both);
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertHeardOnce(running, 1);
        assertHeardOnce(running, 2);
    }

    @EachJdk
    void terminatedWorkerStopsInOrderAndIsReplaced(Jdk jdk) {
        var running = listening(jdk, "");
        var old = running.worker(2);
        Running.signal(old.pid(), "TERM");
        running.awaitOut("2 hook");
        assertHeardOnce(running, 2);
        running.awaitWorkers(2, List.of(old.pid()));
        running.awaitListeners(port, 2);
        assertThat(running.out()).doesNotContain("1 api");
    }

    @EachJdk
    void interruptToAWorkerIsTheMastersBusiness(Jdk jdk) {
        var running = listening(jdk, "");
        var workers = running.workers();
        workers.forEach(worker -> Running.signal(worker.pid(), "INT"));
        Await.during(
                "the workers stay", Duration.ofSeconds(2), () -> running.workers().equals(workers));
        assertThat(running.out()).doesNotContain("api");
    }

    @EachJdk
    void secondSignalStopsAtOnce(Jdk jdk) {
        var running = listening(jdk, "", "hang");
        running.signal("TERM").awaitOut("1 hangs").awaitOut("2 hangs");
        var time = System.nanoTime();
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - time)).isLessThan(Duration.ofSeconds(10));
        running.awaitNothingLeft();
    }

    @EachJdk
    void workerThatOutlivesTheGraceLeavesAThreadDumpAndIsKilled(Jdk jdk) {
        var running = listening(jdk, ",grace=1s", "hang");
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished.status()).isEqualTo(1);
        assertThat(finished.out() + finished.err())
                .contains("io.clutch.it.apps.ShutdownListener.hang");
        assertThat(finished.err()).containsPattern("slot 1: .*killed");
        running.awaitNothingLeft();
    }

    @EachJdk
    void applicationsOwnHandlerIsCalled(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=2").app(OwnTermHandler.class, port).start();
        running.awaitListeners(port, 2);
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished.status()).isZero();
        assertThat(finished.out().lines().filter("own handler"::equals)).hasSize(2);
        assertThat(finished.out().lines().filter("hook"::equals)).hasSize(2);
    }

    @EachJdk
    void applicationsHandlerMayPassTheSignalOn(Jdk jdk) {
        var running =
                bench.on(jdk).agent("workers=2").app(OwnTermHandler.class, port, "chain").start();
        running.awaitListeners(port, 2);
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished.status()).isZero();
        assertThat(finished.out().lines().filter("own handler"::equals)).hasSize(2);
        assertThat(finished.out().lines().filter("hook"::equals)).hasSize(2);
        assertThat(finished.err()).doesNotContain("killed");
    }

    @EachJdk
    void reducedSignalUsageIsRespected(Jdk jdk) {
        var running =
                bench.on(jdk)
                        .agent("workers=2," + NAMED)
                        .jvm("-Xrs")
                        .app(ShutdownListener.class, port)
                        .start();
        // Until none of them waits for the master any more.
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).hasSize(2);
        // With -Xrs a JVM ends at once on TERM, and so does the master; the workers notice.
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isEqualTo(143);
        running.awaitNothingLeft();
        assertHeardOnce(running, 1);
        assertHeardOnce(running, 2);
    }

    @EachJdk
    void signalsThatTheLauncherIgnoresStayIgnored(Jdk jdk) {
        var running =
                bench.on(jdk)
                        .wrapped("env", "--ignore-signal=HUP")
                        .agent("workers=2")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        var workers = running.workers();
        running.signal("HUP");
        Await.during("no reload", Duration.ofSeconds(2), () -> running.workers().equals(workers));
    }

    private Running listening(Jdk jdk, String options, Object... arguments) {
        var running =
                bench.on(jdk)
                        .agent("workers=2," + NAMED + options)
                        .app(ShutdownListener.class, port)
                        .arguments(arguments)
                        .start();
        return running.awaitListeners(port, 2);
    }

    private static void assertHeardOnce(Running running, int slot) {
        var said =
                running.out()
                        .lines()
                        .filter(line -> line.startsWith(slot + " "))
                        .map(line -> line.substring(2))
                        .toList();
        assertThat(said).containsExactlyInAnyOrder("api", "named", "jmx", "hook");
        assertThat(said).last().isEqualTo("hook");
    }
}
