package io.clutch.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that looks like {@code /proc}. */
public final class FakeProc {

    private final Path root;

    public FakeProc(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("self/fd"));
        Files.createDirectories(root.resolve("self/net"));
    }

    public ProcFs fs() {
        return new ProcFs(root);
    }

    public Path root() {
        return root;
    }

    /** Writes a file below {@code self}. */
    public FakeProc self(String name, String text) throws IOException {
        Files.write(root.resolve("self").resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Makes a symbolic link below {@code self}. */
    public FakeProc link(String name, String target) throws IOException {
        Files.deleteIfExists(root.resolve("self").resolve(name));
        Files.createSymbolicLink(root.resolve("self").resolve(name), Path.of(target));
        return this;
    }

    /** Makes a process exist. */
    public FakeProc process(long pid) throws IOException {
        Files.createDirectories(root.resolve(Long.toString(pid)));
        return this;
    }
}
