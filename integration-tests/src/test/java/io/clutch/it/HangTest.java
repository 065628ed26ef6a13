package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that are stopped: STOP cannot be caught, as little as a machine's swapping. */
class HangTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void aWorkerThatIsStoppedGetsNoConnectionsAndIsReplaced(Jdk jdk) {
        var running = start(jdk, "workers=2,hang-timeout=20s");
        awaitServing();
        var stopped = running.worker(2).pid();
        Running.pause(stopped);
        running.awaitErr("slot 2: pid %d has been silent for ".formatted(stopped));
        assertThat(status(jdk, running)).contains("silent");
        running.awaitErr("slot 2: pid %d hung: silent for 2".formatted(stopped));
        running.awaitWorkers(2, List.of(stopped));
        awaitServing();
        assertThat(running.err())
                .containsPattern(
                        "slot 2: pid %d ended after .*: hung: silent for 2\\d\\.\\d s, killed by SIGKILL"
                                .formatted(stopped));
        assertThat(running.worker(1).environment("CLUTCH_GENERATION")).contains("1");
    }

    @EachJdk
    void aWorkerThatRunsAgainInTimeIsKept(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,hang-timeout=60s");
        awaitServing();
        var workers = running.workers();
        Running.pause(running.worker(2).pid());
        running.awaitErr("it gets no new connections");
        Running.signal(running.worker(2).pid(), "CONT");
        running.awaitErr("it gets new connections");

        assertThat(running.workers()).isEqualTo(workers);
        awaitServing();
    }

    @EachJdk
    void nobodyIsBlamedForTheTimeThatTheMasterWasStopped(Jdk jdk) {
        var running = start(jdk, "workers=2,hang-timeout=3s");
        var workers = running.workers();
        Running.pause(running.pid());
        // Everything stops and runs again: as when a virtual machine is paused.
        workers.forEach(worker -> Running.pause(worker.pid()));
        Await.during("nothing happens", Duration.ofSeconds(5), running::isAlive);
        workers.forEach(worker -> Running.signal(worker.pid(), "CONT"));
        Await.during("the master is stopped", Duration.ofSeconds(5), running::isAlive);
        running.signal("CONT");
        Await.during(
                "nobody is replaced",
                Duration.ofSeconds(5),
                () -> running.workers().equals(workers));

        assertThat(running.err()).doesNotContain("silent");
    }

    /** A port listens before its worker is known to serve; clients reach only those that are. */
    private void awaitServing() {
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
    }

    private Running start(Jdk jdk, String options) {
        return bench.on(jdk)
                .agent(options)
                .app(Server.class, "socket", port)
                .start()
                .awaitListeners(port, 2);
    }

    private String status(Jdk jdk, Running running) {
        return bench.on(jdk).jar(Applications.clutchJar(), "status", running.pid()).run().out();
    }
}
