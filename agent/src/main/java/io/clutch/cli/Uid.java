package io.clutch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The numeric user ids of this process and of files. */
final class Uid {

    private Uid() {}

    /**
     * Returns the user id that this process runs as.
     *
     * @throws CommandFailure if the system does not tell
     */
    static long own() {
        try {
            return of(Path.of("/proc/self"));
        } catch (IOException | RuntimeException e) {
            // No /proc: what this process creates belongs to it.
        }
        try {
            Path file = Files.createTempFile("clutch", null);
            try {
                return of(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | RuntimeException e) {
            throw CommandFailure.failed(
                    "cannot find out this user's id: /proc/self is unreadable, and %s"
                            .formatted(e));
        }
    }

    /**
     * Returns the owner of a file; of a symbolic link itself, except for {@code /proc/self}.
     *
     * @throws IOException if the file cannot be looked at
     */
    static long of(Path file) throws IOException {
        LinkOption[] links =
                file.startsWith("/proc")
                        ? new LinkOption[0]
                        : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        return ((Number) Files.getAttribute(file, "unix:uid", links)).longValue();
    }
}
