package io.clutch.it.stacks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What people do without Clutch: several processes with SO_REUSEPORT. Arguments: the port; if there
 * is a second one, the listener is closed and opened again that many milliseconds after it was
 * opened, again and again, with every connection that was accepted answered.
 */
public final class ReusePortStack {

    private ReusePortStack() {}

    /** Serves until it is ended. */
    public static void main(String... arguments) throws Exception {
        var address = new InetSocketAddress(Integer.parseInt(arguments[0]));
        var first = true;
        while (true) {
            try (var server = ServerSocketChannel.open()) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                server.bind(address, 1024);
                if (first) {
                    Echo.listening();
                    first = false;
                }
                if (arguments.length == 1) {
                    serve(server, Long.MAX_VALUE);
                } else {
                    server.configureBlocking(false);
                    serve(server, Long.parseLong(arguments[1]));
                }
            }
        }
    }

    private static void serve(ServerSocketChannel server, long millis)
            throws IOException, InterruptedException {
        var begin = System.nanoTime();
        while ((System.nanoTime() - begin) / 1_000_000 < millis) {
            var connection = server.accept();
            if (connection == null) {
                TimeUnit.MILLISECONDS.sleep(1);
            } else {
                answer(connection);
            }
        }
    }

    private static void answer(SocketChannel connection) {
        try (connection) {
            connection.configureBlocking(true);
            // Everything that the load client sends comes in one piece.
            var request = ByteBuffer.allocate(4096);
            if (connection.read(request) <= 0) {
                return;
            }
            var line = new String(request.array(), 0, request.position(), StandardCharsets.UTF_8);
            var body = String.valueOf(Echo.answer(line.split(" ")[1]));
            var answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s";
            connection.write(
                    ByteBuffer.wrap(
                            answer.formatted(body.length(), body)
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // The client is gone.
        }
    }
}
