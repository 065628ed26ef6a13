package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Crasher;
import io.clutch.it.apps.TwoPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HUP: slot by slot, the new one listens before the old one stops. */
class ReloadTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void slotsAreReplacedOneByOneAndTheNewOneListensFirst(Jdk jdk) {
        var running = start(jdk);
        running.signal("HUP");
        Await.until(
                "both old ones are down",
                () -> {
                    assertThat(Ports.listeners(port)).isGreaterThanOrEqualTo(2);
                    return running.out().contains("down 1 1\n")
                            && running.out().contains("down 2 1\n");
                });
        var story = running.out().lines().filter(line -> line.matches("(up|down) .*")).toList();
        assertThat(story.subList(0, 2)).containsExactlyInAnyOrder("up 1 1", "up 2 1");
        assertThat(story.subList(2, story.size()))
                .containsExactly("up 1 2", "down 1 1", "up 2 2", "down 2 1");
        running.awaitListeners(port, 2);
        assertThat(running.workers())
                .allSatisfy(
                        worker ->
                                assertThat(worker.environment("CLUTCH_GENERATION")).contains("2"));
    }

    @EachJdk
    void reloadStopsWhenTheNewWorkerFailsAndTheOldOnesStay(Jdk jdk) throws Exception {
        var running = start(jdk);
        var workers = running.workers();
        Files.createFile(crash());
        running.signal("HUP");
        running.awaitOut("up 1 2");
        running.awaitErr("exit status 9");
        Await.until("only the old ones are left", () -> running.workers().equals(workers));
        assertThat(running.out()).doesNotContain("down").doesNotContain("up 2 2");
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");

        Files.delete(crash());
        running.signal("HUP");
        running.awaitOut("down 2 1");
        running.awaitListeners(port, 2);
    }

    @EachJdk
    void oldWorkerServesUntilTheNewOneListensAtEveryPort(Jdk jdk) throws Exception {
        int late = Ports.free();
        var file = bench.directory().resolve("listen");
        var running =
                bench.on(jdk).agent("workers=1").app(TwoPorts.class, port, late, file).start();
        running.awaitListeners(port, 1).awaitListeners(late, 1);
        var old = Client.ask(late).pid();
        running.signal("HUP");
        running.awaitOut("waiting").awaitListeners(port, 2);
        assertThat(Client.ask(late).pid()).isEqualTo(old);

        Files.createFile(file);

        Await.until(
                "the new one answers, and nobody is refused",
                () -> Client.ask(late).pid() != old && running.workers().size() == 1);
        running.awaitListeners(port, 1).awaitListeners(late, 1);
        assertThat(running.err()).doesNotContain("does not listen at");
    }

    @EachJdk
    void newJarIsPickedUp(Jdk jdk) throws Exception {
        var jar = bench.directory().resolve("app.jar");
        ApplicationJar.write(jar, "old");
        var running = bench.on(jdk).agent("workers=2").jar(jar, "socket", port).start();
        running.awaitListeners(port, 2);
        assertThat(Client.ask(port).value("version")).isEqualTo("old");
        ApplicationJar.write(jar, "new");
        running.signal("HUP");
        Await.untilAsserted(
                "every worker runs the new jar",
                () -> assertThat(versions()).containsOnly("new").hasSize(20));
    }

    @EachJdk
    void ttinAndTtouAddAndRemoveASlot(Jdk jdk) {
        var running = start(jdk);
        running.signal("TTIN");
        running.awaitListeners(port, 3);
        assertThat(running.workers()).extracting(WorkerProcess::slot).containsExactly(1, 2, 3);
        running.signal("TTOU");
        Await.until("two are left", () -> running.workers().size() == 2);
        assertThat(running.workers()).extracting(WorkerProcess::slot).containsExactly(1, 2);
        assertThat(running.out()).contains("down 3 1");
    }

    /** What twenty connections are told, of which none is lost. */
    private List<String> versions() throws IOException {
        List<String> versions = new ArrayList<>();
        for (var i = 0; i < 20; i++) {
            versions.add(Client.ask(port).value("version"));
        }
        return versions;
    }

    private Running start(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=2").app(Crasher.class, port, crash(), 9).start();
        return running.awaitListeners(port, 2);
    }

    private Path crash() {
        return bench.directory().resolve("crash");
    }
}
