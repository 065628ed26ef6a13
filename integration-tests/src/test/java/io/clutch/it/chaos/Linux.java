package io.clutch.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What Linux says of sockets and processes. */
public final class Linux {

    /** Of a line of {@code ss}: server's address, client's port, inode of an accepted one. */
    private static final Pattern CONNECTION =
            Pattern.compile(
                    "\\[?(?:::ffff:)?([0-9.]+)]?:\\d+ +\\[?(?:::ffff:)?[0-9.]+]?:(\\d+) .*"
                            + "ino:([1-9]\\d*).*");

    private Linux() {}

    /**
     * The connections to the port that a process has accepted and still holds. Those that wait in a
     * listener's queue belong to nobody yet.
     *
     * @return as {@link io.clutch.it.load.Failure#connection} names them
     */
    static Set<String> accepted(long pid, int port) {
        var inodes = sockets(pid);
        Set<String> connections = new HashSet<>();
        // Not /proc/net/tcp: under load that is a table of a hundred thousand connections.
        var lines =
                run(
                        "ss",
                        "-Htne",
                        "state",
                        "connected",
                        "exclude",
                        "time-wait",
                        "sport = :" + port);
        lines.lines()
                .map(CONNECTION::matcher)
                .filter(matcher -> matcher.find() && inodes.contains(matcher.group(3)))
                .forEach(matcher -> connections.add(matcher.group(1) + "<" + matcher.group(2)));
        return connections;
    }

    /** Whether every thread of the process stands still, or it has ended. */
    public static boolean isStopped(long pid) {
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (var task : tasks) {
                var state = state(task);
                if ("TtZX".indexOf(state) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return true;
        }
    }

    /** Whether there is such a process. */
    static boolean exists(long pid) {
        return Files.exists(Path.of("/proc/" + pid)) && "ZX".indexOf(state(pid)) < 0;
    }

    private static char state(long pid) {
        return state(Path.of("/proc/" + pid));
    }

    private static char state(Path process) {
        try {
            var stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }

    private static Set<String> sockets(long pid) {
        Set<String> inodes = new HashSet<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (var descriptor : descriptors) {
                var target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // It has ended.
            return inodes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inodes;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
