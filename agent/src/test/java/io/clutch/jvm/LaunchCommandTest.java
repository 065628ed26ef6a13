package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.posix.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchCommandTest {

    @TempDir private Path directory;
    private FakeProc proc;
    private Path java;

    @BeforeEach
    void createProc() throws IOException {
        proc = new FakeProc(directory.resolve("proc"));
        java = program("jdk/bin/java");
        proc.link("exe", java.toString());
    }

    @Test
    void nameThatTheSearchPathLeadsToIsKept() throws IOException {
        proc.self("cmdline", "java\0-jar\0a.jar\0");
        Path links = Files.createDirectories(directory.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), java);

        assertThat(command("/nowhere:" + links)).containsExactly("java", "-jar", "a.jar");
    }

    @Test
    void nameThatLeadsElsewhereBecomesTheExecutable() throws IOException {
        proc.self("cmdline", "java\0-version\0");
        program("other/java");

        assertThat(command(directory.resolve("other").toString()))
                .containsExactly(java.toString(), "-version");
        assertThat(command("")).containsExactly(java.toString(), "-version");
        assertThat(command(null)).containsExactly(java.toString(), "-version");
    }

    @Test
    void pathThatLeadsThereIsKeptAndOneThatDoesNotIsReplaced() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("my-java"), java);
        proc.self("cmdline", link + "\0A\0");
        assertThat(command(null)).containsExactly(link.toString(), "A");

        proc.self("cmdline", "/no/such/java\0A\0");
        assertThat(command(null)).containsExactly(java.toString(), "A");

        proc.self("cmdline", "\0A\0");
        assertThat(command(null)).containsExactly(java.toString(), "A");
    }

    @Test
    void executableThatWasReplacedIsNamedWithoutTheKernelsRemark() throws IOException {
        proc.link("exe", java + " (deleted)").self("cmdline", "java\0A\0");

        assertThat(command(null)).containsExactly(java.toString(), "A");
    }

    @Test
    void workerIsMarkedFirstAndSlotMarksAreReplaced() throws IOException {
        proc.self(
                "cmdline",
                java + "\0-Xlog:gc:file=gc-{slot}.log\0-jar\0a.jar\0{slot}{slot}-{slo\0\0{slot\0");

        assertThat(text(command().forWorker(2, 16)))
                .containsExactly(
                        java.toString(),
                        "-Dclutch.worker=2/16",
                        "-Dclutch.slot=2",
                        "-Xlog:gc:file=gc-2.log",
                        "-jar",
                        "a.jar",
                        "22-{slo",
                        "",
                        "{slot");
    }

    @Test
    void optionsForWorkersComeBeforeTheUsersOwn() throws IOException {
        proc.self("cmdline", java + "\0-Xmx1g\0-jar\0a.jar\0");
        var command = command().withWorkerOptions(List.of("-Xmx64m", "-XX:+UseSerialGC"));

        assertThat(text(command.forWorker(1, 2)))
                .containsExactly(
                        java.toString(),
                        "-Dclutch.worker=1/2",
                        "-Dclutch.slot=1",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-jar",
                        "a.jar");
        assertThat(text(command)).containsExactly(java.toString(), "-Xmx1g", "-jar", "a.jar");
    }

    @Test
    void anotherLauncherGetsNoOptionsForWorkers() throws IOException {
        Path packaged = program("app/bin/shop");
        proc.link("exe", packaged.toString()).self("cmdline", packaged + "\0run\0");

        assertThat(text(command().withWorkerOptions(List.of("-Xmx64m")).forWorker(1, 2)))
                .containsExactly(packaged.toString(), "run");
    }

    @Test
    void anotherLauncherGetsNoMarks() throws IOException {
        Path packaged = program("app/bin/shop");
        proc.link("exe", packaged.toString()).self("cmdline", packaged + "\0--slot={slot}\0");

        assertThat(text(command().forWorker(3, 4)))
                .containsExactly(packaged.toString(), "--slot=3");
    }

    @Test
    void displayIsQuotedForAShell() throws IOException {
        proc.self("cmdline", java + "\0-Dx=a b\0it's\0\0two\nlines\0k=v,w:/x_{slot}@1\0");

        assertThat(command().display())
                .isEqualTo(java + " '-Dx=a b' 'it'\\''s' '' $'two\\nlines' k=v,w:/x_{slot}@1");
    }

    @Test
    void unreadableProcIsAnError() throws IOException {
        assertThatThrownBy(this::command)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cmdline");
        proc.self("cmdline", "java\0");
        Files.delete(proc.root().resolve("self/exe"));
        assertThatThrownBy(this::command).hasMessageContaining("/proc/self/exe");
    }

    @Test
    void ofThisProcessBeginsWithAJava() throws IOException {
        assertThat(text(LaunchCommand.ofThisProcess()).get(0)).endsWith("java");
    }

    private Path program(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private LaunchCommand command() throws IOException {
        return LaunchCommand.of(proc.fs(), Map.of());
    }

    private List<String> command(String searchPath) throws IOException {
        return text(
                LaunchCommand.of(
                        proc.fs(), searchPath == null ? Map.of() : Map.of("PATH", searchPath)));
    }

    private static List<String> text(LaunchCommand command) {
        return text(command.arguments());
    }

    private static List<String> text(WorkerCommand command) {
        return text(command.arguments());
    }

    private static List<String> text(List<byte[]> arguments) {
        return arguments.stream().map(bytes -> new String(bytes, UTF_8)).toList();
    }
}
