package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Crasher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that end although nobody asked them to. */
class SupervisionTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void killedWorkerIsReplacedInItsSlotAndTheReasonIsLogged(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2", crash(), 0);
        running.awaitListeners(port, 2);
        var first = running.worker(1);
        var second = running.worker(2);
        Running.signal(second.pid(), "KILL");
        Await.until("the second generation is up", () -> running.out().contains("up 2 2\n"));
        running.awaitListeners(port, 2);
        assertThat(running.worker(2).pid()).isNotEqualTo(second.pid());
        assertThat(running.worker(2).environment("CLUTCH_GENERATION")).contains("2");
        assertThat(running.worker(1)).isEqualTo(first);
        assertThat(running.err()).containsPattern("slot 2: .*SIGKILL");
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
    }

    @EachJdk
    void allWorkersKilledAtOnceAreReplaced(Jdk jdk) {
        var running = start(jdk, "workers=3", crash(), 0);
        running.awaitListeners(port, 3);
        var before = running.workers().stream().map(WorkerProcess::pid).toList();
        before.forEach(pid -> Running.signal(pid, "KILL"));
        running.awaitWorkers(3, before);
        assertThat(Client.distinct(3, () -> Client.ask(port).slot())).hasSize(3);
        assertThat(Ports.listeners(port)).isEqualTo(3);
    }

    @EachJdk
    void workerThatKeepsCrashingIsBackedOff(Jdk jdk) throws Exception {
        var crash = Files.createFile(crash());
        var running = start(jdk, "workers=2,backoff=500ms..20s", crash, 7, 2);
        Await.until("four starts", () -> starts(running, 2) >= 4);
        var time = System.nanoTime();
        Await.until("two more", () -> starts(running, 2) >= 6);
        var seconds = (System.nanoTime() - time) / 1e9;
        // The waits before them are 2 s and 4 s, each less its jitter.
        assertThat(seconds).isGreaterThan(2);
        assertThat(running.err()).containsPattern("slot 2: .*status 7");
        assertThat(Client.ask(port).slot()).isEqualTo("1");
        Files.delete(crash);
        running.awaitListeners(port, 2);
    }

    @EachJdk
    void masterGivesUpWithTheWorkersStatus(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,max-failures=3,backoff=10ms..50ms", crash(), 42);
        running.awaitListeners(port, 2);
        Files.createFile(crash());
        running.workers().forEach(worker -> Running.signal(worker.pid(), "KILL"));
        assertThat(running.awaitExit().status()).isEqualTo(42);
        assertThat(running.err()).contains("max-failures");
        running.awaitNothingLeft();
    }

    private Path crash() {
        return bench.directory().resolve("crash");
    }

    private Running start(Jdk jdk, String options, Object... crash) {
        return bench.on(jdk).agent(options).app(Crasher.class, port).arguments(crash).start();
    }

    private static int starts(Running running, int slot) {
        var matcher = Pattern.compile("(?m)^up " + slot + " ").matcher(running.out());
        return (int) matcher.results().count();
    }
}
