package io.clutch.jvm;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The program file that this process executes, and whether a given {@code argv[0]} leads to it. */
final class Executable {

    private static final String DELETED = " (deleted)";

    private final Path target;
    private final Charset charset;

    private final boolean replaced;

    private Executable(Path target, boolean replaced, Charset charset) {
        this.target = target;
        this.replaced = replaced;
        this.charset = charset;
    }

    static Executable of(ProcFs proc) throws IOException {
        Optional<Path> link = proc.executable();
        if (link.isEmpty()) {
            throw new IOException("the link /proc/self/exe is unreadable");
        }
        Path target = link.get();
        String name = target.toString();
        boolean replaced = name.endsWith(DELETED) && !Files.exists(target);
        if (replaced) {
            target = Path.of(name.substring(0, name.length() - DELETED.length()));
        }
        return new Executable(target, replaced, ProcessCharset.current());
    }

    /** Returns the file's absolute name. */
    byte[] name() {
        return target.toString().getBytes(charset);
    }

    /** Returns whether the file is still there, and not perhaps another one of its name. */
    boolean isThere() {
        return !replaced;
    }

    /**
     * Returns whether this is the JDK's launcher, which takes JVM options, and not another program
     * with a JVM inside.
     */
    boolean isJavaLauncher() {
        Path name = target.getFileName();
        return name != null && name.toString().equals("java");
    }

    /**
     * Returns whether starting {@code argument} as a program, by its path or by the search path,
     * starts this file.
     */
    boolean isMeantBy(byte[] argument, String searchPath) {
        Optional<String> text = ProcessCharset.decode(argument, charset);
        if (text.isEmpty()) {
            // Not text in this locale, so the JDK cannot look at the file. The kernel could, with
            // the same bytes.
            return argument.length > 0;
        }
        try {
            Optional<Path> found = find(text.get(), searchPath);
            return found.isPresent() && Files.isSameFile(found.get(), target);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static Optional<Path> find(String name, String searchPath) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.contains("/")) {
            return Optional.of(Path.of(name));
        }
        if (searchPath == null) {
            return Optional.empty();
        }
        for (String directory : searchPath.split(":", -1)) {
            Path file = Path.of(directory.isEmpty() ? "." : directory).resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
