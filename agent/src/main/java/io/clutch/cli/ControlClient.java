package io.clutch.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One request to a master and its answer, over the control socket. */
final class ControlClient implements AutoCloseable {

    /** The master accepted the connection and then said nothing. */
    static final class SilentException extends IOException {

        private static final long serialVersionUID = 1;

        SilentException(Duration patience) {
            super("no answer within %d s".formatted(patience.toSeconds()));
        }
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

    /**
     * Connects.
     *
     * @throws IOException if nobody listens there
     */
    ControlClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a request and returns the final line of its answer.
     *
     * @param progress takes the lines before it
     * @param patience how long the master may say nothing at all; zero for as long as it likes
     * @throws SilentException if it says nothing for longer
     * @throws IOException if the connection ends before the answer is complete, or it is no answer
     */
    JsonObject ask(JsonObject request, Consumer<String> progress, Duration patience)
            throws IOException {
        try {
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // Turned away before it asked: the reason is waiting to be read.
        }
        while (true) {
            String line =
                    readLine(patience)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "the master ended the connection without an"
                                                            + " answer"));
            JsonObject json = parse(line);
            if (json.has("ok")) {
                return json;
            }
            if (json.has("progress")) {
                progress.accept(json.get("progress").getAsString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    private Optional<String> readLine(Duration patience) throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            while (received.hasRemaining()) {
                byte next = received.get();
                if (next == '\n') {
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
                line.write(next);
            }
            if (selector.select(patience.toMillis()) == 0 && !patience.isZero()) {
                throw new SilentException(patience);
            }
            selector.selectedKeys().clear();
            received.clear();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                return Optional.empty();
            }
        }
    }

    private static JsonObject parse(String line) throws IOException {
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("the master's answer makes no sense: " + line, e);
        }
    }
}
