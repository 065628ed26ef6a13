package io.clutch.jvm;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JDK's program {@code java}, of the runtime that this process uses. */
public final class JavaLauncher {

    private final byte[] file;

    private JavaLauncher(byte[] file) {
        this.file = file;
    }

    /** Returns its absolute name; not to be changed. */
    public byte[] file() {
        return file;
    }

    /**
     * Finds it: the program that this process executes, or, where that is another one with a JVM
     * inside, the runtime's own.
     *
     * @throws IOException if there is none, with the reason
     */
    public static JavaLauncher ofThisProcess() throws IOException {
        Executable executable = Executable.of(ProcFs.system());
        if (executable.isJavaLauncher()) {
            if (!executable.isThere()) {
                throw new IOException("the program that this process executes is gone");
            }
            return new JavaLauncher(executable.name());
        }
        Path file = Path.of(System.getProperty("java.home", ""), "bin", "java");
        if (!Files.isExecutable(file)) {
            throw new IOException("there is no " + file);
        }
        return new JavaLauncher(LaunchText.exact(file.toString()));
    }
}
