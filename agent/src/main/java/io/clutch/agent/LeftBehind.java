package io.clutch.agent;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The control directories that a user's masters have left behind which were killed. */
final class LeftBehind {

    /**
     * A master in another container has no process here; before its sockets are there, only the
     * time can tell.
     */
    private static final Duration TIME_TO_START = Duration.ofMinutes(1);

    private final Path users;
    private final ProcFs proc;

    LeftBehind(Path users, ProcFs proc) {
        this.users = users;
        this.proc = proc;
    }

    /** Removes those whose master is gone. */
    void clear() {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(users)) {
            for (Path directory : directories) {
                if (isGone(directory)) {
                    remove(directory);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They are in nobody's way.
        }
    }

    private boolean isGone(Path directory) {
        String name = directory.getFileName().toString();
        if (!isProcessId(name) || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        long pid = Long.parseLong(name);
        // This process has made no directory yet: one with its pid is an earlier process's, or
        // another container's.
        if (pid != ProcFs.ownPid() && proc.exists(pid)) {
            return false;
        }
        // Containers may share a temp directory, and have process ids of their own. Sockets tell
        // across that.
        Path control = directory.resolve("control.sock");
        Path link = directory.resolve("link.sock");
        if (Files.exists(control) || Files.exists(link)) {
            return !accepts(control) && !accepts(link);
        }
        return !LiveDirectory.isHeld(directory) && isOlderThan(TIME_TO_START, directory);
    }

    private static boolean isProcessId(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 9 && name.charAt(0) != '0';
    }

    private static boolean accepts(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isOlderThan(Duration age, Path directory) {
        try {
            Instant changed =
                    Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS).toInstant();
            return changed.isBefore(Instant.now().minus(age));
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes a master's directory, as far as that is possible. */
    static void remove(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Then the directory stays as well.
        }
        removeIfEmpty(directory);
    }

    /** Removes a directory that is empty. */
    static void removeIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // Something is in it.
        }
    }
}
