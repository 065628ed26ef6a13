package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the kernel says to programs, good ones and bad ones. */
final class SteeringTest {

    private static final int IPPROTO_IP = 0;
    private static final int IP_OPTIONS = 4;
    private static final int NO_OPERATION_FOUR_TIMES = 0x01010101;

    private final Posix posix = PosixForTests.get();

    @Test
    void thisKernelCanBeSteered() {
        assertThat(Steering.probe(posix)).isEqualTo(new Steering(null));
        assertThat(Steering.probe(posix).works()).isTrue();
    }

    @Test
    void probeLeavesNothing() throws IOException {
        int before = posix.descriptors().length;
        Steering.probe(posix);
        assertThat(posix.descriptors()).hasSize(before);
    }

    @Test
    void socketThatIsInNoGroupIsAProblem() throws IOException {
        var group = new ReuseportGroup(posix, false);
        try (var alone = ServerSocketChannel.open();
                var other = ServerSocketChannel.open()) {
            alone.bind(loopback());
            other.bind(loopback());
            var one = new Listener(posix.descriptorOf(alone), new WorkerId(1, 1));
            group.joined(one);
            group.joined(new Listener(posix.descriptorOf(other), new WorkerId(2, 1)));
            group.steer(Set.of(one), Map.of());
        }
        assertThat(group.steers()).isFalse();
        assertThat(group.problem()).contains("EINVAL");
    }

    @Test
    void descriptorThatIsNoSocketIsAProblem() {
        var group = new ReuseportGroup(posix, false);
        group.joined(new Listener(500_000, new WorkerId(1, 1)));
        group.joined(new Listener(500_001, new WorkerId(2, 1)));
        group.steer(Set.of(group.listeners().get(0)), Map.of());
        assertThat(group.problem()).contains("EBADF");
    }

    @Test
    void asManyListenersAsAnybodyHas() throws IOException {
        try (var kernel = new RealKernel(posix, "0.0.0.0", List.of("127.0.0.1"))) {
            var group = kernel.group();
            for (int slot = 1; slot <= 300; slot++) {
                group.beforeJoin();
                group.joined(kernel.listen(new WorkerId(slot, 1)));
            }
            var open =
                    Set.copyOf(
                            group.listeners().stream()
                                    .filter(l -> l.descriptor() % 2 == 0)
                                    .toList());
            group.steer(open, Map.of());
            assertThat(group.problem()).isNull();
            assertThat(open).contains(kernel.connect("127.0.0.1", 0));
            for (int slot = 1; slot <= 255; slot += 127) {
                assertThat(kernel.connect("127.83.0." + slot, 0).worker().slot()).isEqualTo(slot);
            }
        }
    }

    @Test
    void probeIsFoundBehindTheOptionsOfAPacket() throws IOException {
        try (var kernel = new RealKernel(posix, "127.0.0.1", List.of("127.0.0.1"));
                var client = SocketChannel.open(StandardProtocolFamily.INET)) {
            var group = kernel.group();
            group.joined(kernel.listen(new WorkerId(1, 1)));
            group.beforeJoin();
            var asked = kernel.listen(new WorkerId(2, 1));
            group.joined(asked);
            client.bind(new InetSocketAddress(0));
            int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
            group.steer(Set.of(group.listeners().get(0)), Map.of(port, asked));

            posix.option(
                    posix.descriptorOf(client), IPPROTO_IP, IP_OPTIONS, NO_OPERATION_FOUR_TIMES);
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.connect(kernel.server("127.0.0.1"));
            assertThat(kernel.accepted(port)).isEqualTo(asked);
        }
    }

    @Test
    void firstIsBoundAloneAndSharesLater() throws IOException {
        byte[] address = SocketAddresses.encode(Posix.AF_INET, loopback());
        List<Integer> sockets = new ArrayList<>();
        try {
            int first = socket(sockets);
            posix.bind(first, address);
            byte[] bound = posix.localAddress(first);
            int second = socket(sockets);
            posix.option(second, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
            assertThatThrownBy(() -> posix.bind(second, bound)).hasMessageContaining("EADDRINUSE");

            posix.option(first, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
            posix.bind(second, bound);
            var group = new ReuseportGroup(posix, false);
            var listeners = new ArrayList<Listener>();
            for (int socket : sockets) {
                group.beforeJoin();
                posix.listen(socket, 50);
                listeners.add(new Listener(socket, new WorkerId(1 + listeners.size(), 1)));
                group.joined(listeners.get(listeners.size() - 1));
            }
            group.steer(Set.of(listeners.get(1)), Map.of());
            assertThat(group.problem()).isNull();
            for (int i = 1; i <= 20; i++) {
                SocketChannel.open(SocketAddresses.decode(bound)).close();
            }
            assertThat(posix.tcpInfo(first).unacked()).isZero();
            assertThat(posix.tcpInfo(second).unacked()).isEqualTo(20);
        } finally {
            for (int socket : sockets) {
                posix.close(socket);
            }
        }
    }

    private int socket(List<Integer> sockets) throws IOException {
        sockets.add(posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0));
        return sockets.get(sockets.size() - 1);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
