package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Port numbers for the tests, and who listens on them. */
final class Ports {

    /** Below the ephemeral range: no client connection of another test can sit on one of these. */
    private static final int LOWEST = 18_000;

    private static final int HIGHEST = 31_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port that nobody listens on, and that no other test of this run gets. */
    static int free() {
        for (var attempt = 0; attempt < 1000; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    /** The first of so many ports in a row, each as {@link #free} gives it. */
    static int freeInARow(int number) {
        for (var attempt = 0; attempt < 1000; attempt++) {
            var first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - number);
            var all = IntStream.range(first, first + number);
            if (all.allMatch(port -> isFree(port) && GIVEN.add(port))) {
                return first;
            }
        }
        throw new IllegalStateException("no " + number + " free ports in a row");
    }

    /** Whether a plain bind of the port succeeds now. */
    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many sockets listen on the port, on whatever address, in this network namespace. */
    static int listeners(int port) {
        return listeners(Path.of("/proc/net/tcp"), port)
                + listeners(Path.of("/proc/net/tcp6"), port);
    }

    private static int listeners(Path table, int port) {
        var local = String.format(Locale.ROOT, ":%04X", port);
        List<String> lines;
        try {
            lines = Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var count = 0;
        for (var line : lines) {
            var fields = line.strip().split(" +");
            if (fields.length > 3 && fields[1].endsWith(local) && fields[3].equals("0A")) {
                count++;
            }
        }
        return count;
    }
}
