package io.clutch.it;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
     * Opens so many connections before it says anything, so that as many workers have one each, and
     * returns what they say, in order.
     */
    List<String> atOnce(int number) throws IOException {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                connections.add(SocketChannel.open(address));
            }
            List<String> answers = new ArrayList<>();
            for (var connection : connections) {
                answers.add(ask(connection));
            }
            return answers.stream().sorted().toList();
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static String ask(SocketChannel connection) throws IOException {
        connection.write(ByteBuffer.wrap(new byte[] {'\n'}));
        var answer = ByteBuffer.allocate(100);
        while (connection.read(answer) >= 0) {
            // Until its end.
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8).strip();
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
                var answer = ask(connection);
                if (!answer.matches("\\d+ \\d+")) {
                    failures.add("answer '" + answer + "'");
                }
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
