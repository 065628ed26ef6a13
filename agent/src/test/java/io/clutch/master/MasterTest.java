package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a master as a process of its own, with processes for its workers. */
final class MasterTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir private Path temp;
    private Path control;
    private Path agentJar;
    private Process master;

    @BeforeEach
    void createDirectory() throws IOException {
        control =
                Files.createDirectory(
                        temp.resolve("c"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        agentJar = Files.createFile(temp.resolve("clutch.jar"));
    }

    @AfterEach
    void end() throws InterruptedException {
        if (master != null) {
            var children = master.descendants().toList();
            master.destroyForcibly().waitFor();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void workersServeAndStopOnTerm() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        assertThat(output()).allMatch(line -> line.matches("([12])\\.1 \\1/2 \\1/2 \\d+"));
        assertThat(log())
                .anyMatch(
                        line ->
                                line.endsWith(
                                        ("clutch 0.1.0: 2 workers of io.clutch.master.PlayedWorker"
                                                        + " on port 8080, master pid %d (workers=2"
                                                        + " in the agent arguments; start=first,"
                                                        + " grace=30s)")
                                                .formatted(master.pid())));

        master.toHandle().destroy();

        assertThat(status()).isZero();
        assertThat(control).isEmptyDirectory();
    }

    @Test
    void aKilledWorkerIsReplaced() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        ProcessHandle.of(pid("2.1")).orElseThrow().destroyForcibly();

        awaitWorkers("2.2");
        assertThat(log())
                .anyMatch(
                        line ->
                                line.contains("slot 2: pid " + pid("2.1") + " ended")
                                        && line.contains("killed by SIGKILL (status 137)"));
    }

    @Test
    void aWorkerThatIsStoppedIsAskedForItsThreadsKilledAndReplaced() throws Exception {
        launch("server", "workers=2,hang-timeout=3s");
        awaitWorkers("1.1", "2.1");
        signal(pid("2.1"), "STOP");
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> log().stream().anyMatch(l -> l.contains("hung: silent for ")));
        // What it was sent meanwhile reaches it now, in the two seconds before it is killed.
        signal(pid("2.1"), "CONT");

        awaitWorkers("2.2");
        assertThat(output()).anyMatch(line -> line.startsWith("Full thread dump"));
        assertThat(log())
                .anyMatch(
                        line ->
                                line.contains("slot 2: pid " + pid("2.1") + " ended")
                                        && line.contains(
                                                "killed by SIGKILL (status 137); the next"));
    }

    @Test
    void hupReloads() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        signal(master.pid(), "HUP");

        awaitWorkers("1.2", "2.2");
        await().atMost(DEADLINE)
                .until(() -> log().stream().anyMatch(l -> l.contains("2 workers replaced in")));
    }

    @Test
    void aProgramKeepsItsInputItsStatusAndItsSilence() throws Exception {
        launch("cat", "workers=4");
        try (var input = master.getOutputStream()) {
            input.write("hello\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        assertThat(status()).isEqualTo(3);
        assertThat(output()).containsExactly("hello");
        assertThat(log()).isEmpty();
    }

    @Test
    void aWorkerThatDoesNotStopIsKilled() throws Exception {
        launch("deaf", "workers=1,grace=100ms");
        awaitWorkers("1.1");
        master.toHandle().destroy();

        assertThat(status()).isEqualTo(1);
        assertThat(ProcessHandle.of(pid("1.1"))).isEmpty();
    }

    @Test
    void workersEndWithTheirMaster() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        master.destroyForcibly();

        await().atMost(DEADLINE)
                .until(
                        () ->
                                ProcessHandle.of(pid("1.1")).isEmpty()
                                        && ProcessHandle.of(pid("2.1")).isEmpty());
    }

    @Test
    void aRemovedControlDirectoryIsMadeAgain() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        Files.delete(control.resolve("link.sock"));
        Files.delete(control);
        ProcessHandle.of(pid("2.1")).orElseThrow().destroyForcibly();

        awaitWorkers("2.2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control)))
                .isEqualTo("rwx------");
    }

    @Test
    void aMissingAgentJarIsWaitedFor() throws Exception {
        launch("server", "workers=2");
        awaitWorkers("1.1", "2.1");
        Files.delete(agentJar);
        ProcessHandle.of(pid("2.1")).orElseThrow().destroyForcibly();
        await().atMost(DEADLINE)
                .until(() -> log().stream().anyMatch(l -> l.contains(agentJar + " is gone")));
        Files.createFile(agentJar);

        await().atMost(DEADLINE)
                .until(
                        () ->
                                output().stream()
                                        .anyMatch(
                                                l ->
                                                        l.matches("2\\.\\d+ .*")
                                                                && !l.startsWith("2.1 ")));
        assertThat(log()).anyMatch(line -> line.endsWith("workers can be started again"));
    }

    private void launch(String mode, String options) throws IOException {
        master =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                MasterProgram.class.getName(),
                                control.toString(),
                                agentJar.toString(),
                                mode,
                                options)
                        .redirectOutput(Redirect.to(temp.resolve("out").toFile()))
                        .redirectError(Redirect.to(temp.resolve("err").toFile()))
                        .start();
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    private void awaitWorkers(String... ids) {
        await().atMost(DEADLINE)
                .until(
                        () ->
                                List.of(ids).stream()
                                        .allMatch(
                                                id ->
                                                        output().stream()
                                                                .anyMatch(
                                                                        l ->
                                                                                l.startsWith(
                                                                                        id
                                                                                                + " "))));
    }

    private long pid(String id) {
        var line = output().stream().filter(l -> l.startsWith(id + " ")).findFirst().orElseThrow();
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    private int status() throws InterruptedException {
        assertThat(master.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return master.exitValue();
    }

    private List<String> output() {
        return lines("out");
    }

    private List<String> log() {
        return lines("err");
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(temp.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
