package io.clutch.posix;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a socket. */
class SocketsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Posix posix = TestPosix.get();
    private final List<Integer> made = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (int fd : made) {
            posix.close(fd);
        }
    }

    @Test
    void aSocketIsBoundAndListens() throws IOException {
        int fd = bound(0);
        assertThat(posix.option(fd, Posix.SOL_SOCKET, Posix.SO_ACCEPTCONN)).isZero();
        posix.listen(fd, 7);

        assertThat(posix.option(fd, Posix.SOL_SOCKET, Posix.SO_ACCEPTCONN)).isEqualTo(1);
        assertThat(posix.option(fd, Posix.SOL_SOCKET, Posix.SO_TYPE)).isEqualTo(1);
        assertThat(posix.option(fd, Posix.SOL_SOCKET, Posix.SO_DOMAIN)).isEqualTo(Posix.AF_INET);
        var address = local(fd);
        assertThat(address.getAddress()).isEqualTo(LOOPBACK);
        try (var client = new Socket(LOOPBACK, address.getPort())) {
            await().until(() -> posix.tcpInfo(fd).unacked() == 1);
            assertThat(posix.tcpInfo(fd).sacked()).isEqualTo(7);
            int connected = posix.descriptorOf(client);
            assertThat(SocketAddresses.decode(posix.peerAddress(connected))).isEqualTo(address);
        }
    }

    @Test
    void theKernelsReasonHasItsName() throws IOException {
        int fd = bound(0);
        posix.listen(fd, 1);
        int port = local(fd).getPort();

        refused("EADDRINUSE", () -> bound(port));
        refused("EADDRNOTAVAIL", () -> bind(inet(), "192.0.2.1", 0));
        refused("EINVAL", () -> bind(fd, "127.0.0.1", 0));
        refused(
                "EAFNOSUPPORT",
                () ->
                        posix.bind(
                                inet(),
                                new byte[] {99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
        refused("ENOTCONN", () -> posix.peerAddress(fd));
        refused("EBADF", () -> posix.listen(999_999, 1));
        refused("ENOTSOCK", () -> posix.listen(notASocket(), 1));
        refused("ENOTSOCK", () -> posix.localAddress(notASocket()));
        refused("EAFNOSUPPORT", () -> posix.socket(1000, 1, 0));
        refused("EPROTONOSUPPORT", () -> posix.socket(Posix.AF_UNIX, 1, 77));
        refused("ENOPROTOOPT", () -> posix.option(fd, Posix.SOL_SOCKET, 9999));
        refused("EINVAL", () -> posix.shutdown(fd, 77));
    }

    @Test
    void anAddressHasASensibleSize() {
        for (int length : new int[] {0, 1, 129, 100_000}) {
            assertThatThrownBy(() -> posix.bind(inet(), new byte[length]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an address has 2 to 128 bytes, not " + length);
        }
    }

    @Test
    void severalSocketsMayShareAPort() throws IOException {
        int one = inet();
        posix.option(one, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
        assertThat(posix.option(one, Posix.SOL_SOCKET, Posix.SO_REUSEPORT)).isEqualTo(1);
        bind(one, "127.0.0.1", 0);
        int two = inet();
        posix.option(two, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
        bind(two, "127.0.0.1", local(one).getPort());
        posix.listen(one, 5);
        posix.listen(two, 5);

        assertThat(local(two)).isEqualTo(local(one));
    }

    @Test
    void aShutDownListenerRefusesClients() throws IOException {
        int fd = bound(0);
        posix.listen(fd, 5);
        int port = local(fd).getPort();
        posix.shutdown(fd, Posix.SHUT_RD);

        assertThatThrownBy(() -> new Socket(LOOPBACK, port).close())
                .hasMessageContaining("refused");
    }

    @Test
    void socketsOfIpv6TakeAddressesOfBothKinds() throws IOException {
        int fd = socket(Posix.AF_INET6);
        assumeThat(fd).as("this machine has IPv6").isPositive();
        posix.option(fd, Posix.IPPROTO_IPV6, Posix.IPV6_V6ONLY, 0);
        posix.bind(fd, SocketAddresses.encode(Posix.AF_INET6, new InetSocketAddress(LOOPBACK, 0)));
        posix.listen(fd, 5);

        assertThat(posix.localAddress(fd)).hasSize(28);
        assertThat(local(fd).getAddress()).isEqualTo(LOOPBACK);
        new Socket(LOOPBACK, local(fd).getPort()).close();
    }

    @Test
    void socketsMayBeInTheFileSystem(@TempDir Path directory) throws IOException {
        int fd = socket(Posix.AF_UNIX);
        var address = UnixDomainSocketAddress.of(directory.resolve("s"));
        assertThat(SocketAddresses.decode(posix.localAddress(fd)))
                .isEqualTo(UnixDomainSocketAddress.of(""));
        posix.bind(fd, SocketAddresses.encode(address));
        posix.listen(fd, 5);

        assertThat(SocketAddresses.decode(posix.localAddress(fd))).isEqualTo(address);
        refused(
                "EADDRINUSE",
                () -> posix.bind(socket(Posix.AF_UNIX), SocketAddresses.encode(address)));
    }

    @Test
    void theKernelTellsAboutAConnection() throws IOException {
        try (var server = new ServerSocket(0, 5, LOOPBACK);
                var client = new Socket(LOOPBACK, server.getLocalPort());
                var accepted = server.accept()) {
            int from = posix.descriptorOf(client);
            int to = posix.descriptorOf(accepted);
            assertThat(posix.tcpInfo(to).bytesReceived()).isZero();
            client.getOutputStream().write(new byte[1234]);

            await().until(() -> posix.unread(to) == 1234);
            await().until(() -> posix.unsent(from) == 0);
            var receiver = posix.tcpInfo(to);
            assertThat(receiver.state()).isEqualTo(TcpInfo.ESTABLISHED);
            assertThat(receiver.bytesReceived()).isEqualTo(1234);
            assertThat(receiver.dataSegmentsIn()).isPositive();
            assertThat(receiver.dataSegmentsOut()).isZero();
            var sender = posix.tcpInfo(from);
            assertThat(sender.dataSegmentsOut()).isPositive();
            assertThat(sender.unacked()).isZero();
            assertThat(sender.notSentBytes()).isZero();
            assertThat(sender.segmentsIn()).isPositive();
            assertThat(sender.segmentsOut()).isGreaterThan(sender.dataSegmentsOut());
            await().until(() -> posix.tcpInfo(from).lastDataSent() > 20);
            await().until(() -> posix.tcpInfo(to).lastDataReceived() > 20);
            assertThat(posix.tcpInfo(from).lastAckReceived()).isPositive();

            client.shutdownOutput();
            await().until(() -> posix.tcpInfo(to).state() == TcpInfo.CLOSE_WAIT);
        }
    }

    @Test
    void whatDoesNotFitIsLeftOut() throws IOException {
        int fd = inet();
        var some = new byte[10];
        assertThat(posix.tcpInfo(fd, some)).isEqualTo(10);
        assertThat(posix.tcpInfo(fd, new byte[0])).isZero();
        assertThat(posix.tcpInfo(fd, new byte[5000])).isBetween(TcpInfo.SIZE, 512);

        var info = TcpInfo.of(some, 10);
        assertThat(info.state()).isEqualTo(7);
        assertThat(info.unacked()).isEqualTo(-1);
        assertThat(info.bytesReceived()).isEqualTo(-1);
        refused("ENOTSOCK", () -> posix.tcpInfo(notASocket()));
        refused("EOPNOTSUPP", () -> posix.tcpInfo(socket(Posix.AF_UNIX)));
    }

    @Test
    void aProgramDecidesWhoGetsAConnection() throws IOException {
        int one = member(0);
        int two = member(local(one).getPort());
        for (int chosen = 0; chosen < 2; chosen++) {
            posix.attachReuseportProgram(one, program(chosen));
            int expected = chosen == 0 ? one : two;
            long before = posix.tcpInfo(expected).unacked();
            for (int i = 0; i < 10; i++) {
                new Socket(LOOPBACK, local(one).getPort()).close();
            }
            await().until(() -> posix.tcpInfo(expected).unacked() == before + 10);
        }

        posix.detachReuseportProgram(two);
        refused("ENOENT", () -> posix.detachReuseportProgram(two));
    }

    @Test
    void aProgramHasASensibleSizeAndKnownInstructions() throws IOException {
        int fd = member(0);
        for (int length : new int[] {0, 1, 7, 9, 8 * 4096 + 8}) {
            assertThatThrownBy(() -> posix.attachReuseportProgram(fd, new byte[length]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 4096 instructions of 8 bytes, not " + length);
        }
        refused("EINVAL", () -> posix.attachReuseportProgram(fd, new byte[8 * 4096]));
        refused("ENOTSOCK", () -> posix.attachReuseportProgram(notASocket(), program(0)));
    }

    /** Returns {@code index}, in one instruction: BPF_RET | BPF_K. */
    private static byte[] program(int index) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) 0x06)
                .putInt(4, index)
                .array();
    }

    private int member(int port) throws IOException {
        int fd = inet();
        posix.option(fd, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
        bind(fd, "127.0.0.1", port);
        posix.listen(fd, 100);
        return fd;
    }

    private int bound(int port) throws IOException {
        int fd = inet();
        bind(fd, "127.0.0.1", port);
        return fd;
    }

    private void bind(int fd, String address, int port) throws IOException {
        var inet = new InetSocketAddress(InetAddress.getByName(address), port);
        posix.bind(fd, SocketAddresses.encode(Posix.AF_INET, inet));
    }

    private InetSocketAddress local(int fd) throws IOException {
        return (InetSocketAddress) SocketAddresses.decode(posix.localAddress(fd));
    }

    private int inet() throws IOException {
        return socket(Posix.AF_INET);
    }

    private int socket(int domain) throws IOException {
        try {
            int fd = posix.socket(domain, Posix.SOCK_STREAM, 0);
            made.add(fd);
            return fd;
        } catch (PosixException e) {
            assertThat(e.errnoName()).isEqualTo("EAFNOSUPPORT");
            return -1;
        }
    }

    private int notASocket() throws IOException {
        try (var nothing = FileChannel.open(Path.of("/dev/null"))) {
            int fd = posix.duplicate(posix.descriptorOf(nothing));
            made.add(fd);
            return fd;
        }
    }

    private static void refused(String errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errnoName()).isEqualTo(errno));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(30, SECONDS);
    }
}
