package io.clutch.listen;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel that the tests run on: one port of one of its loopback or wildcard addresses. */
final class RealKernel implements Playground {

    private record Arrival(Listener listener, SocketChannel server) {}

    private final Posix posix;
    private final String boundTo;
    private final List<String> addresses;
    private final Map<Listener, ServerSocketChannel> channels = new LinkedHashMap<>();
    private final Map<Integer, SocketChannel> reserved = new HashMap<>();
    private int port;

    /**
     * Creates the place.
     *
     * @param boundTo where the listeners are bound to
     * @param addresses where clients find them
     */
    RealKernel(Posix posix, String boundTo, List<String> addresses) {
        this.posix = posix;
        this.boundTo = boundTo;
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public ReuseportGroup group() {
        return new ReuseportGroup(posix, hasSlotAddresses());
    }

    @Override
    public Listener listen(WorkerId worker) {
        try {
            var channel = ServerSocketChannel.open(familyOf(boundTo));
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(boundTo, port), 1000);
            port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            var listener = new Listener(posix.descriptorOf(channel), worker);
            channels.put(listener, channel);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop(Listener listener) {
        try {
            posix.shutdown(listener.descriptor(), Posix.SHUT_RDWR);
            var bound = own(listener);
            channels.remove(bound).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (channels.isEmpty()) {
            port = 0;
        }
    }

    private Listener own(Listener listener) {
        return channels.keySet().stream()
                .filter(known -> known.descriptor() == listener.descriptor())
                .findFirst()
                .orElseThrow();
    }

    /** Returns the socket of a listener that {@link #listen} made. */
    ServerSocketChannel channel(Listener listener) {
        return channels.get(own(listener));
    }

    /** Returns where clients find the listeners, one of {@link #addresses}. */
    InetSocketAddress server(String address) {
        return new InetSocketAddress(address, port);
    }

    @Override
    public List<String> addresses() {
        return addresses;
    }

    @Override
    public boolean hasSlotAddresses() {
        return boundTo.equals("0.0.0.0") || boundTo.equals("::");
    }

    @Override
    public int sourcePort() {
        try {
            var client = SocketChannel.open();
            client.bind(new InetSocketAddress(0));
            int sourcePort = ((InetSocketAddress) client.getLocalAddress()).getPort();
            reserved.put(sourcePort, client);
            return sourcePort;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Listener connect(String address, int sourcePort) {
        try (var client = sourcePort == 0 ? SocketChannel.open() : reserved.remove(sourcePort)) {
            // Without the wait for late packets, which would use up all ports.
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.connect(server(address));
            return accepted(((InetSocketAddress) client.getLocalAddress()).getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts the connection from that port, and returns who got it. */
    Listener accepted(int clientPort) throws IOException {
        var arrival = next();
        try (var server = arrival.server()) {
            int from = ((InetSocketAddress) server.getRemoteAddress()).getPort();
            if (from != clientPort) {
                throw new AssertionError("connection from " + from + ", not " + clientPort);
            }
        }
        return arrival.listener();
    }

    /** Accepts a connection, sends one byte, and closes. */
    void greetNext() throws IOException {
        try (var server = next().server()) {
            server.write(ByteBuffer.wrap(new byte[] {1}));
        }
    }

    /** A client may know that it is connected a moment before the server does. */
    private Arrival next() throws IOException {
        long deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (System.nanoTime() < deadline) {
            for (var entry : channels.entrySet()) {
                var server = entry.getValue().accept();
                if (server != null) {
                    return new Arrival(entry.getKey(), server);
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no connection on any of " + channels.keySet());
    }

    @Override
    public void close() {
        try {
            for (var client : reserved.values()) {
                client.close();
            }
            for (var channel : channels.values()) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProtocolFamily familyOf(String address) throws IOException {
        return InetAddress.getByName(address).getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }
}
