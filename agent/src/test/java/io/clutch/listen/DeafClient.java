package io.clutch.listen;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A client whose handshake stays half done: it sends its SYN and drops what is answered, as one at
 * the far end of a slow network would for a while. Loopback alone is too fast for that.
 *
 * <p>The trick is the protection of routing daemons (RFC 5082): packets that have had a chance to
 * pass a router are dropped, and answers start with a hop count that looks as if they had.
 */
final class DeafClient implements AutoCloseable {

    private static final int IPPROTO_IP = 0;
    private static final int IP_MINTTL = 21;
    private static final int IPV6_MINHOPCOUNT = 73;
    private static final int MOST_HOPS = 255;
    // A state in /proc/net/tcp.
    private static final String SYN_RECV = "03";

    private final Posix posix;
    private final boolean ipv4;
    private final SocketChannel channel;

    DeafClient(Posix posix, boolean ipv4) throws IOException {
        this.posix = posix;
        this.ipv4 = ipv4;
        channel =
                SocketChannel.open(
                        ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(0));
        hear(MOST_HOPS);
    }

    /** Sends the SYN. */
    void connect(InetSocketAddress server) throws IOException {
        if (channel.connect(server)) {
            throw new AssertionError("connected");
        }
    }

    /** Hears what is answered from now on: the server tries again after a second. */
    void listenUp() throws IOException {
        hear(0);
    }

    private void hear(int leastHops) throws IOException {
        int descriptor = posix.descriptorOf(channel);
        if (ipv4) {
            posix.option(descriptor, IPPROTO_IP, IP_MINTTL, leastHops);
        } else {
            posix.option(descriptor, Posix.IPPROTO_IPV6, IPV6_MINHOPCOUNT, leastHops);
        }
    }

    /** Returns whether the server has got the SYN and waits for more. */
    boolean isHalfOpen() throws IOException {
        String from = ":%04X %s ".formatted(port(), SYN_RECV);
        try (var lines = Files.lines(Path.of("/proc/net", ipv4 ? "tcp" : "tcp6"))) {
            return lines.anyMatch(line -> line.toUpperCase(Locale.ROOT).contains(from));
        }
    }

    SocketChannel channel() {
        return channel;
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
