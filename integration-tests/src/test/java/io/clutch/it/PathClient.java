package io.clutch.it;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client of {@link io.clutch.it.apps.PathServer}. */
final class PathClient implements AutoCloseable {

    /** So that a worker that hangs fails a test, rather than the build. */
    private static final int PATIENCE_MS = 30_000;

    private final UnixDomainSocketAddress address;
    private final List<String> failures = new ArrayList<>();
    private final Thread steady = new Thread(this::askOnAndOn, "steady-client");
    private volatile boolean over;
    private int answers;

    PathClient(Path path) {
        address = UnixDomainSocketAddress.of(path);
    }

    /**
     * Has so many connections open at once that are served, so that as many workers have one each;
     * returns what these say of themselves, in order.
     */
    List<String> atOnce(int number) throws IOException {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                connections.add(SocketChannel.open(address));
            }
            List<String> workers = new ArrayList<>();
            for (var connection : connections) {
                workers.add(line(connection));
            }
            for (var connection : connections) {
                sayGoodbye(connection);
            }
            return workers.stream().sorted().toList();
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /**
     * Connects, does something once it is served, and waits until the server closes the connection;
     * returns what the worker says of itself.
     */
    String askAndSayNothing(Runnable whenServed) throws IOException {
        try (var connection = SocketChannel.open(address)) {
            var worker = line(connection);
            whenServed.run();
            var rest = line(connection);
            if (!rest.isEmpty()) {
                throw new IOException("answer '%s' to nothing".formatted(rest));
            }
            return worker;
        }
    }

    private static void sayGoodbye(SocketChannel connection) throws IOException {
        connection.write(ByteBuffer.wrap(new byte[] {'\n'}));
        var answer = line(connection);
        if (!answer.equals("bye")) {
            throw new IOException("answer '%s'".formatted(answer));
        }
    }

    /** Reads to the end of the line, or of the connection. */
    private static String line(SocketChannel connection) throws IOException {
        var line = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        while (connection.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.append((char) one.get(0));
        }
        return line.toString();
    }

    /** Asks one question after the other, on a thread of its own, until {@link #close}. */
    void startAsking() {
        steady.start();
    }

    private void askOnAndOn() {
        while (!over) {
            SocketChannel connection;
            try {
                connection = SocketChannel.open(address);
            } catch (SocketException e) {
                // In the moment after an application has deleted the file.
                if (!String.valueOf(e.getMessage()).contains("No such file")) {
                    failures.add("not connected: " + e);
                }
                continue;
            } catch (IOException e) {
                failures.add("not connected: " + e);
                continue;
            }
            try (connection) {
                var worker = line(connection);
                if (!worker.matches("\\d+ \\d+")) {
                    failures.add("first line '" + worker + "'");
                }
                sayGoodbye(connection);
                answers++;
            } catch (IOException e) {
                failures.add("connected, but: " + e);
            }
        }
    }

    /** Ends the asking; returns what has gone wrong. */
    List<String> failures() throws InterruptedException {
        over = true;
        steady.join(PATIENCE_MS);
        if (steady.isAlive()) {
            return List.of("no answer within %d ms".formatted(PATIENCE_MS));
        }
        return failures;
    }

    /** Returns how many questions were answered, once {@link #failures} has been called. */
    int answers() {
        return answers;
    }

    @Override
    public void close() {
        over = true;
    }
}
