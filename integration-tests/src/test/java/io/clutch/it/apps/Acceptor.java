package io.clutch.it.apps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * Opens a server socket in one of many ways, sets options before it binds, prints what it has got,
 * and answers everybody who connects. Arguments: the way, the host, the port.
 *
 * <p>It names no class that JDK 17 lacks: virtual threads are started by reflection.
 */
public final class Acceptor {

    private static final int RECEIVE_BUFFER = 30_000;

    private Acceptor() {}

    /** Runs until it is ended. */
    public static void main(String... arguments) throws Exception {
        var address = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        switch (arguments[0]) {
            case "socket" -> accept(socket(address));
            case "socket-timeout" -> acceptWithTimeout(socket(address));
            case "socket-virtual" -> virtual(() -> accept(socket(address)));
            case "channel" -> accept(channel(address));
            case "channel-inet" -> accept(channel(address, StandardProtocolFamily.INET));
            case "channel-virtual" -> virtual(() -> accept(channel(address)));
            case "adaptor" -> {
                var channel = ServerSocketChannel.open();
                channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
                channel.socket().bind(address, 7);
                tell("adaptor", channel.socket().getLocalSocketAddress(), channel.isBlocking());
                accept(channel.socket());
            }
            case "selector" -> registered(address, false);
            case "selector-running" -> registered(address, true);
            case "asynchronous" -> asynchronous(address);
            default -> throw new IllegalArgumentException("no such way: " + arguments[0]);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void virtual(Task task) throws Exception {
        Runnable body =
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        System.out.println(e);
                    }
                };
        var thread =
                (Thread)
                        Thread.class
                                .getMethod("startVirtualThread", Runnable.class)
                                .invoke(null, body);
        thread.join();
    }

    private static ServerSocket socket(InetSocketAddress address) throws IOException {
        var socket = new ServerSocket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setReuseAddress(true);
        socket.bind(address, 7);
        tell(
                "rcvbuf " + socket.getReceiveBufferSize() + " reuse " + socket.getReuseAddress(),
                socket.getLocalSocketAddress(),
                true);
        return socket;
    }

    private static ServerSocketChannel channel(InetSocketAddress address) throws IOException {
        return bind(ServerSocketChannel.open(), address);
    }

    private static ServerSocketChannel channel(
            InetSocketAddress address, StandardProtocolFamily family) throws IOException {
        return bind(ServerSocketChannel.open(family), address);
    }

    private static ServerSocketChannel bind(ServerSocketChannel channel, InetSocketAddress address)
            throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.bind(address, 7);
        tell(options(channel), channel.getLocalAddress(), channel.isBlocking());
        return channel;
    }

    private static String options(ServerSocketChannel channel) throws IOException {
        return "rcvbuf "
                + channel.getOption(StandardSocketOptions.SO_RCVBUF)
                + " reuse "
                + channel.getOption(StandardSocketOptions.SO_REUSEADDR);
    }

    private static void tell(String options, Object address, boolean blocking) {
        System.out.println("listening at " + address + " " + options + " blocking " + blocking);
    }

    private static void accept(ServerSocket socket) throws IOException {
        while (true) {
            try (var connection = socket.accept()) {
                connection.getOutputStream().write(Self.describe());
            }
        }
    }

    private static void acceptWithTimeout(ServerSocket socket) throws IOException {
        socket.setSoTimeout(50);
        while (true) {
            try (var connection = socket.accept()) {
                connection.getOutputStream().write(Self.describe());
            } catch (java.net.SocketTimeoutException e) {
                // Again.
            }
        }
    }

    private static void accept(ServerSocketChannel channel) throws IOException {
        while (true) {
            try (var connection = channel.accept()) {
                connection.write(ByteBuffer.wrap(Self.describe()));
            }
        }
    }

    /** Registers before it binds, as Netty does, and also with a selector that is waiting. */
    private static void registered(InetSocketAddress address, boolean running) throws Exception {
        var channel = ServerSocketChannel.open();
        channel.configureBlocking(false);
        var selector = Selector.open();
        var key = channel.register(selector, running ? SelectionKey.OP_ACCEPT : 0);
        var loop = new Thread(() -> select(selector));
        if (running) {
            loop.start();
            // Until the kernel knows of the registration: an unbound socket reports a hang-up.
            while (key.isValid() && (key.readyOps() & SelectionKey.OP_ACCEPT) == 0 && !seen) {
                Thread.onSpinWait();
            }
        }
        bind(channel, address);
        key.interestOps(SelectionKey.OP_ACCEPT);
        if (!running) {
            loop.start();
        }
        selector.wakeup();
        loop.join();
    }

    private static volatile boolean seen;

    private static void select(Selector selector) {
        while (true) {
            try {
                selector.select(100);
                for (var key : selector.selectedKeys()) {
                    seen = true;
                    var channel = (ServerSocketChannel) key.channel();
                    if (channel.getLocalAddress() != null) {
                        answer(channel);
                    }
                }
                seen = true;
                selector.selectedKeys().clear();
            } catch (IOException e) {
                System.out.println(e);
            }
        }
    }

    private static void answer(ServerSocketChannel channel) throws IOException {
        try (var connection = channel.accept()) {
            if (connection != null) {
                connection.write(ByteBuffer.wrap(Self.describe()));
            }
        }
    }

    private static void asynchronous(InetSocketAddress address) throws Exception {
        var channel = AsynchronousServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.bind(address, 7);
        tell(
                "rcvbuf " + channel.getOption(StandardSocketOptions.SO_RCVBUF),
                channel.getLocalAddress(),
                true);
        while (true) {
            try (var connection = channel.accept().get()) {
                connection.write(ByteBuffer.wrap(Self.describe())).get();
            }
        }
    }
}
