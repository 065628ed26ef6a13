package io.clutch.posix;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code clutch.c} without a JVM: with the C libraries that it does not need, and on the machine
 * that is not here. What lacks a compiler or an emulator is skipped.
 */
class NativeCodeTest {

    private static final Path SOURCES = Path.of("src/test/native").toAbsolutePath();
    private static final Path MAIN = Path.of("src/main/native").toAbsolutePath();
    private static final Path CLASSES = Path.of("target/classes/io/clutch/posix").toAbsolutePath();
    private static final Path CROSS_LIBRARY = Path.of("/usr/aarch64-linux-gnu");

    @TempDir private Path directory;

    @Test
    void itLoadsWithTheSystemsLibrary() throws Exception {
        assumeThat(Path.of("/usr/include/stdio.h")).as("a C library").exists();
        Path loads = compile("gcc", "loads.c");
        assertRuns(loads.toString(), library(here()).toString());
    }

    @Test
    void itLoadsWithMusl() throws Exception {
        Path loads = compile("musl-gcc", "loads.c");
        assertRuns(loads.toString(), library(here()).toString());
    }

    @Test
    void itLoadsOnAarch64() throws Exception {
        assumeThat(here()).isNotEqualTo("aarch64");
        assumeThat(CROSS_LIBRARY.resolve("lib/libc.so.6")).as("a C library for it").exists();
        assumeIsThere("qemu-aarch64-static");
        Path loads = compile("aarch64-linux-gnu-gcc", "loads.c");
        assertRuns(
                "qemu-aarch64-static",
                "-L",
                CROSS_LIBRARY.toString(),
                loads.toString(),
                library("aarch64").toString());
    }

    @Test
    void theCallsAreRightHere() throws Exception {
        assertRuns(compileFreestanding("gcc").toString());
    }

    @Test
    void theCallsAreRightOnAarch64() throws Exception {
        assumeThat(here()).isNotEqualTo("aarch64");
        assumeIsThere("qemu-aarch64-static");
        assertRuns("qemu-aarch64-static", compileFreestanding("aarch64-linux-gnu-gcc").toString());
    }

    private Path compile(String compiler, String source) throws Exception {
        assumeIsThere(compiler);
        Path program = directory.resolve("loads");
        assertRuns(compiler, "-o", program.toString(), SOURCES.resolve(source).toString(), "-ldl");
        return program;
    }

    private Path compileFreestanding(String compiler) throws Exception {
        assumeIsThere(compiler);
        Path include = Path.of(System.getProperty("java.home"), "include");
        assumeThat(include.resolve("jni.h")).exists();
        Path program = directory.resolve("calls");
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of("-O2", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function"));
        command.addAll(List.of("-ffreestanding", "-fno-stack-protector", "-nostdlib", "-static"));
        command.addAll(List.of("-no-pie", "-fno-tree-loop-distribute-patterns"));
        command.addAll(List.of("-I", MAIN.toString()));
        for (Path headers : List.of(MAIN.resolve("include"), include, include.resolve("linux"))) {
            command.addAll(List.of("-isystem", headers.toString()));
        }
        command.addAll(List.of("-o", program.toString(), SOURCES.resolve("calls.c").toString()));
        assertRuns(command.toArray(String[]::new));
        return program;
    }

    private static Path library(String architecture) {
        Path library = CLASSES.resolve("linux-" + architecture).resolve("libclutch.so");
        assumeThat(library).as("the library, which Maven compiles").exists();
        return library;
    }

    private static String here() {
        return System.getProperty("os.arch");
    }

    private void assertRuns(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, SECONDS)).as("ended: %s", List.of(command)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", List.of(command), Files.readString(output))
                .isZero();
    }

    private static void assumeIsThere(String program) {
        assumeThat(Stream.of(System.getenv("PATH").split(":")))
                .as("directories with " + program)
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
