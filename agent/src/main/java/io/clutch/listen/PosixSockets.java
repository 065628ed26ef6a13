package io.clutch.listen;

import io.clutch.posix.Posix;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;

/** Sockets as the kernel has them. */
final class PosixSockets implements Sockets {

    /** Where the port is in a socket address of either family, big endian; see ip(7), ipv6(7). */
    private static final int PORT = 2;

    /** What {@code java.net.ServerSocket} and the channels take where no backlog is given. */
    private static final int DEFAULT_BACKLOG = 50;

    private final Posix posix;

    PosixSockets(Posix posix) {
        this.posix = posix;
    }

    @Override
    public Endpoint endpoint(int socket, String literal, int port) throws IOException {
        int family = posix.option(socket, Posix.SOL_SOCKET, Posix.SO_DOMAIN);
        boolean v6only =
                family == Posix.AF_INET6
                        && posix.option(socket, Posix.IPPROTO_IPV6, Posix.IPV6_V6ONLY) != 0;
        try {
            // A literal is not looked up.
            var address = new InetSocketAddress(InetAddress.getByName(literal), 0);
            var encoded = SocketAddresses.encode(family, address);
            return new Endpoint(v6only, HexFormat.of().formatHex(encoded), port);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean reusePort(int socket) throws IOException {
        return posix.option(socket, Posix.SOL_SOCKET, Posix.SO_REUSEPORT) != 0;
    }

    @Override
    public void reusePort(int socket, boolean on) throws IOException {
        posix.option(socket, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, on ? 1 : 0);
    }

    @Override
    public void bind(int socket, Endpoint endpoint) throws IOException {
        var address = HexFormat.of().parseHex(endpoint.address());
        ByteBuffer.wrap(address).putShort(PORT, (short) endpoint.port());
        posix.bind(socket, address);
    }

    @Override
    public int port(int socket) throws IOException {
        return ByteBuffer.wrap(posix.localAddress(socket)).getShort(PORT) & 0xffff;
    }

    @Override
    public void listen(int socket, int backlog) throws IOException {
        posix.listen(socket, backlog < 1 ? DEFAULT_BACKLOG : backlog);
    }

    @Override
    public void shutdown(int socket) throws IOException {
        posix.shutdown(socket, Posix.SHUT_RDWR);
    }

    @Override
    public boolean closeDoor(Collection<Listener> listeners) {
        return ClosedDoor.close(posix, listeners);
    }

    @Override
    public void close(int socket) {
        try {
            posix.close(socket);
        } catch (IOException e) {
            // Linux has released the number whatever close(2) says.
        }
    }

    @Override
    public int queue(int listener) throws IOException {
        return (int) posix.tcpInfo(listener).unacked();
    }
}
