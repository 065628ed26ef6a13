package io.clutch.it.apps;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server at a Unix-domain path, which serves one connection after the other: it says {@code SLOT
 * GENERATION}, waits for a line, says {@code bye}, and closes. Arguments: {@code blocking}, {@code
 * selector}, or {@code registered} (with a selector, before the bind); {@code deletes} or {@code
 * keeps}, which is what it does with the file before it binds and when it ends; the path. When it
 * ends it serves the connection that it has, and none after that.
 */
public final class PathServer {

    private static final String SELF =
            System.getenv("CLUTCH_SLOT") + " " + System.getenv("CLUTCH_GENERATION");

    private final ServerSocketChannel server;
    private final Selector selector;

    private PathServer(ServerSocketChannel server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    /** Runs until it is ended. */
    public static void main(String... arguments) throws IOException {
        var path = Path.of(arguments[2]);
        boolean deletes = arguments[1].equals("deletes");
        if (deletes) {
            Files.deleteIfExists(path);
        }
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var address = UnixDomainSocketAddress.of(path);
        Selector selector = null;
        if (!arguments[0].equals("blocking")) {
            selector = Selector.open();
            server.configureBlocking(false);
        }
        if (arguments[0].equals("registered")) {
            server.register(selector, SelectionKey.OP_ACCEPT);
        }
        server.bind(address);
        if (arguments[0].equals("selector")) {
            server.register(selector, SelectionKey.OP_ACCEPT);
        }
        if (!server.getLocalAddress().equals(address)) {
            throw new IllegalStateException("bound to " + server.getLocalAddress());
        }
        new PathServer(server, selector).run(path, deletes);
    }

    private void run(Path path, boolean deletes) {
        var loop = new Thread(this::serve, "server");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(loop, path, deletes)));
        loop.start();
        System.out.println("up " + SELF);
    }

    private void end(Thread loop, Path path, boolean deletes) {
        try {
            server.close();
            if (selector != null) {
                selector.wakeup();
            }
            loop.join();
            if (deletes) {
                Files.deleteIfExists(path);
            }
            System.out.println("down " + SELF);
        } catch (IOException | InterruptedException e) {
            System.out.println("end failed: " + e);
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                if (selector != null) {
                    selector.select();
                    selector.selectedKeys().clear();
                }
                answer(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.out.println("failed: " + e);
            }
        }
    }

    private static void answer(SocketChannel connection) throws IOException {
        if (connection == null) {
            return; // another worker was quicker
        }
        try (connection) {
            say(connection, SELF);
            var line = ByteBuffer.allocate(100);
            while (connection.read(line) >= 0) {
                if (line.position() > 0 && line.get(line.position() - 1) == '\n') {
                    say(connection, "bye");
                    return;
                }
            }
        }
    }

    private static void say(SocketChannel connection, String line) throws IOException {
        connection.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
