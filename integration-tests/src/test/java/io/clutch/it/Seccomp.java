package io.clutch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A program that executes another one under a filter of system calls. */
final class Seccomp {

    private Seccomp() {}

    /** Compiles it into the directory; the test is skipped where there is no C compiler. */
    static Path launcher(Path directory) throws IOException, InterruptedException {
        var source = Applications.root().resolve("integration-tests/src/test/c/refuse.c");
        var program = directory.resolve("refuse");
        Assumptions.assumeTrue(hasCompiler(), "there is no gcc to compile " + source + " with");
        var gcc =
                new ProcessBuilder(
                        "gcc",
                        "-O1",
                        "-Wall",
                        "-Werror",
                        "-o",
                        program.toString(),
                        source.toString());
        if (gcc.inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(source + " does not compile");
        }
        return program;
    }

    private static boolean hasCompiler() {
        return Files.isExecutable(Path.of("/usr/bin/gcc"));
    }
}
