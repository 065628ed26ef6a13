package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.PathServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Server sockets of the Unix domain: one listener for all workers. */
class PathTest {

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> jdksAndKinds() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of("blocking", "selector", "registered")
                                        .map(kind -> Arguments.of(jdk, kind)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndKinds")
    void everyWorkerServesThePathThroughACrashAndAReload(Jdk jdk, String kind) throws Exception {
        var path = newDirectory().resolve("app.sock");
        var running = start(jdk, 3, kind, "deletes", path);
        try (var client = new PathClient(path)) {
            assertThat(client.atOnce(3)).containsExactly("1 1", "2 1", "3 1");
            assertThat(running.err()).contains(" on " + path + ", master pid");

            Running.signal(running.worker(2).pid(), "KILL");
            running.awaitOut("up 2 2");
            assertThat(client.atOnce(3)).containsExactly("1 1", "2 2", "3 1");

            client.startAsking();
            running.signal("HUP");
            running.awaitOut("down 3 1");
            Await.until("three workers are left", () -> running.workers().size() == 3);
            assertThat(client.failures()).isEmpty();
            assertThat(client.answers()).isPositive();
            assertThat(client.atOnce(3)).containsExactly("1 2", "2 3", "3 2");
            assertThat(status(jdk, running)).contains(path + " shared by 3");
        }
        stop(running);
        assertThat(files(path.getParent())).isEmpty();
    }

    @EachJdk
    void secondCopyOfTheSameCommandIsRefusedAsWithoutClutch(Jdk jdk) throws Exception {
        var path = newDirectory().resolve("app.sock");
        var running = start(jdk, 2, "blocking", "keeps", path);
        var second =
                bench.on(jdk).agent("workers=2").app(PathServer.class, "blocking", "keeps", path);
        assertThat(second.run().err()).contains("java.net.BindException: Address already in use");
        try (var client = new PathClient(path)) {
            assertThat(client.atOnce(2)).containsExactly("1 1", "2 1");
        }
        stop(running);
        assertThat(files(path.getParent())).containsExactly("app.sock");
    }

    @EachJdk
    void theFileIsBackWhenOneWorkerHasEnded(Jdk jdk) throws Exception {
        var path = newDirectory().resolve("app.sock");
        var running = start(jdk, 2, "selector", "deletes", path);
        Running.signal(running.worker(1).pid(), "TERM");
        running.awaitOut("down 1 1");
        running.awaitOut("up 1 2");
        try (var client = new PathClient(path)) {
            assertThat(client.atOnce(2)).containsExactly("1 2", "2 1");
        }
        stop(running);
        assertThat(files(path.getParent())).isEmpty();
    }

    @EachJdk
    void aConnectionThatIsOpenIsWaitedForAtTheStop(Jdk jdk) throws Exception {
        var path = newDirectory().resolve("app.sock");
        var running = start(jdk, 1, "blocking", "deletes", path);
        try (var client = new PathClient(path)) {
            // The server goes on only when its client has said something, or is gone: which is
            // what the drain makes of it, after some seconds of silence.
            assertThat(client.askAndSayNothing(() -> running.signal("TERM"))).isEqualTo("1 1");
        }
        assertThat(running.awaitExit().status()).isZero();
        assertThat(running.err()).contains("drained in", "waited for 1 connection");
        running.awaitNothingLeft();
    }

    private Running start(Jdk jdk, int workers, String kind, String file, Path path) {
        var running =
                bench.on(jdk)
                        .agent("workers=" + workers)
                        .app(PathServer.class, kind, file, path)
                        .start();
        for (int slot = 1; slot <= workers; slot++) {
            running.awaitOut("up " + slot + " 1");
        }
        return running;
    }

    private String status(Jdk jdk, Running running) {
        return bench.on(jdk)
                .jar(Applications.clutchJar(), "status")
                .arguments(running.pid())
                .run()
                .out();
    }

    private static void stop(Running running) {
        assertThat(running.signal("TERM").awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    private Path newDirectory() throws IOException {
        return Files.createDirectory(bench.directory().resolve("run"));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
