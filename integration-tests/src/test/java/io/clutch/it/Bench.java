package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test works with: a directory of its own, and the processes that it launches. When the
 * test ends they are ended; if it failed, what they printed is printed.
 */
final class Bench implements BeforeEachCallback, AfterEachCallback {

    private final List<Running> launched = new ArrayList<>();

    private Path directory;
    private int launches;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("clutch-it-");
        // Some tests run their processes as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        var failed = context.getExecutionException().isPresent();
        try {
            if (failed) {
                launched.forEach(Running::printState);
            }
            for (var i = launched.size() - 1; i >= 0; i--) {
                launched.get(i).close();
            }
        } finally {
            if (failed) {
                launched.forEach(running -> running.printOutput(context.getDisplayName()));
            }
            delete(directory);
        }
    }

    /** A launch with the given JDK, without Clutch until {@link Launch#agent} is called. */
    Launch on(Jdk jdk) {
        return new Launch(this, jdk);
    }

    /** The test's own directory. */
    Path directory() {
        return directory;
    }

    /** A new file below the test's directory, with the given content. */
    Path file(String name, String content) {
        var file = directory.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new directory for one launch. */
    Path nextDirectory() throws IOException {
        return Files.createDirectory(directory.resolve("launch-" + ++launches));
    }

    void add(Running running) {
        launched.add(running);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> entries;
        try (Stream<Path> tree = Files.walk(directory)) {
            entries = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (var entry : entries) {
            Files.deleteIfExists(entry);
        }
    }
}
