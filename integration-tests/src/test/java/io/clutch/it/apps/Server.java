package io.clutch.it.apps;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * A server that tells everyone who connects what it is, and closes. Arguments: how to bind, the
 * port, anything else (told as well). It prints {@code listening on PORT} once it listens.
 */
public final class Server {

    private Server() {}

    /** Runs until it is ended. */
    public static void main(String... arguments) throws Exception {
        var kind = arguments[0];
        var address = new InetSocketAddress(Integer.parseInt(arguments[1]));
        var answer = Self.describe(Arrays.copyOfRange(arguments, 2, arguments.length));
        switch (kind) {
            case "socket" -> socket(address, answer);
            case "constructor" ->
                    serve(new ServerSocket(address.getPort(), 50, address.getAddress()), answer);
            case "tls" ->
                    serve(
                            SSLServerSocketFactory.getDefault()
                                    .createServerSocket(address.getPort()),
                            answer);
            case "channel" -> channel(address, answer);
            case "adaptor" -> {
                var channel = ServerSocketChannel.open();
                channel.socket().bind(address, 50);
                serve(channel.socket(), answer);
            }
            case "asynchronous" -> asynchronous(address, answer);
            default -> throw new IllegalArgumentException("no such kind: " + kind);
        }
    }

    private static void socket(InetSocketAddress address, byte[] answer) throws IOException {
        var socket = new ServerSocket();
        socket.bind(address);
        serve(socket, answer);
    }

    private static void serve(ServerSocket socket, byte[] answer) throws IOException {
        System.out.println("listening on " + socket.getLocalPort());
        while (true) {
            try (var connection = socket.accept();
                    OutputStream out = connection.getOutputStream()) {
                out.write(answer);
            } catch (IOException e) {
                System.out.println("a connection failed: " + e);
            }
        }
    }

    private static void channel(InetSocketAddress address, byte[] answer) throws IOException {
        var channel = ServerSocketChannel.open();
        channel.bind(address);
        System.out.println("listening on " + channel.socket().getLocalPort());
        while (true) {
            try (var connection = channel.accept()) {
                connection.write(ByteBuffer.wrap(answer));
            }
        }
    }

    private static void asynchronous(InetSocketAddress address, byte[] answer)
            throws IOException, InterruptedException, ExecutionException {
        var channel = AsynchronousServerSocketChannel.open();
        channel.bind(address);
        System.out.println(
                "listening on " + ((InetSocketAddress) channel.getLocalAddress()).getPort());
        while (true) {
            try (var connection = channel.accept().get()) {
                connection.write(ByteBuffer.wrap(answer)).get();
            }
        }
    }
}
