package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.clutch.it.apps.HealthServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ready=http:…}: a new worker answers before clients reach it. */
class ReadinessTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void theFirstWorkerIsAskedBeforeTheOthersStart(Jdk jdk) throws Exception {
        Files.writeString(health(), "503 Service Unavailable");
        var running = launch(jdk, "workers=2,ready-timeout=5s,ready=http:/health").start();
        running.awaitListeners(port, 1);
        assumeCanAsk(running);
        running.awaitErr("is not ready after 5.0 s: GET /health says 503 Service Unavailable");
        assertThat(running.workers()).extracting(WorkerProcess::slot).containsExactly(1);
        Files.delete(health());

        running.awaitErr("2 workers of ").awaitListeners(port, 2);
        running.awaitOut("asked 2.1");
    }

    @EachJdk
    void aReloadEndsAtTheFirstNewWorkerThatIsNotReady(Jdk jdk) throws Exception {
        // It counts from the start of the process, which takes its time on a busy machine.
        var running = launch(jdk, "workers=2,ready-timeout=20s,ready=http:/health").start();
        running.awaitListeners(port, 2);
        assumeCanAsk(running);
        running.awaitOut("asked 2.1");
        Files.writeString(health(), "500 Sick");
        var reload = reload(jdk, running);
        assertThat(reload.status()).isEqualTo(1);
        assertThat(reload.err())
                .contains("reload: slot 1: new worker pid ", "GET /health says 500 Sick")
                .contains("all slots keep their old workers");
        assertThat(answers()).containsExactly("1.1", "2.1");
        Files.delete(health());
        var again = reload(jdk, running);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out()).contains("is ready after", "2 workers replaced in");
        // The second process of slot 1 was the one that did not get ready.
        assertThat(answers()).containsExactly("1.3", "2.2");
    }

    @EachJdk
    void severalSlotsAreReloadedAtOnce(Jdk jdk) {
        var running = launch(jdk, "workers=3,reload-parallel=3").start();
        running.awaitListeners(port, 3);
        var reload = reload(jdk, running);
        assertThat(reload.status()).as(reload.err()).isZero();
        assertThat(reload.out()).contains("reload: 3 slots, 3 at a time", "(3 of 3)");
        running.awaitListeners(port, 3);
        assertThat(running.workers())
                .allSatisfy(
                        worker ->
                                assertThat(worker.environment("CLUTCH_GENERATION")).contains("2"));
    }

    private static void assumeCanAsk(Running running) {
        // Where connections cannot be led to one worker, the master says so in its second line.
        Await.until(
                "the master has made up its mind",
                () -> running.err().contains("alone here") || running.out().contains("asked 1.1"));
        assumeFalse(running.err().contains("alone here"));
    }

    private Set<String> answers() {
        return Client.distinct(2, () -> Client.get(port, "/").body());
    }

    private Launch launch(Jdk jdk, String options) {
        return bench.on(jdk).agent(options).app(HealthServer.class, port, health());
    }

    private Finished reload(Jdk jdk, Running running) {
        return bench.on(jdk).jar(Applications.clutchJar(), "reload", running.pid()).run();
    }

    private Path health() {
        return bench.directory().resolve("health");
    }
}
