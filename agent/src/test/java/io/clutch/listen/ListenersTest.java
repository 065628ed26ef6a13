package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The listeners of several workers, played with real sockets in this process. */
final class ListenersTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String HOST = LOOPBACK.getHostAddress();
    private static final WorkerId ONE = new WorkerId(1, 1);
    private static final WorkerId TWO = new WorkerId(2, 1);
    private static final WorkerId NEXT_ONE = new WorkerId(1, 2);
    private static final int SYN_QUEUE = 16;

    private final Posix posix = PosixForTests.get();
    private final List<String> troubles = new ArrayList<>();
    private final Listeners listeners = Listeners.of(posix, Optional.empty(), troubles::add);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<WorkerId, ServerSocketChannel> channels = new HashMap<>();
    private long ids;

    @AfterEach
    void closeAll() throws Exception {
        listeners.close();
        for (var closeable : open) {
            closeable.close();
        }
    }

    @Test
    void nobodyElseGetsTheAddressThatWorkersShare() throws IOException {
        int port = bound(ONE, 0);
        assertThat(bound(TWO, port)).isEqualTo(port);

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> new ServerSocket(port, 1, LOOPBACK).close());
        var copy = Listeners.of(posix, Optional.empty(), troubles::add);
        assertThat(copy.bind(wish(ONE, channel(), port)))
                .as("a second copy of the command")
                .isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void anAddressThatIsTakenIsLeftToTheJdk() throws IOException {
        try (var stranger = new ServerSocket(0, 1, LOOPBACK)) {
            var channel = channel();
            var outcome = listeners.bind(wish(ONE, channel, stranger.getLocalPort()));

            assertThat(outcome).isInstanceOf(Outcome.Declined.class);
            assertThat(((Outcome.Declined) outcome).why()).contains("EADDRINUSE");
            assertThat(channel.getOption(StandardSocketOptions.SO_REUSEPORT)).isFalse();
            assertThat(listeners.addresses()).isEmpty();
        }
    }

    @Test
    void whoBindsTwiceIsLeftToTheKernelWhichRefuses() throws IOException {
        int port = bound(ONE, 0);

        assertThat(listeners.bind(wish(ONE, channel(), port))).isInstanceOf(Outcome.Declined.class);

        var shareable = channel().setOption(StandardSocketOptions.SO_REUSEPORT, true);
        assertThat(listeners.bind(wish(ONE, shareable, port)))
                .as("as its application has made it")
                .isEqualTo(new Outcome.Bound(port));
    }

    @Test
    void portZeroIsChosenOnceForTheHowManyThBind() throws IOException {
        int first = bound(ONE, 0, 0);
        int second = bound(ONE, 0, 1);

        assertThat(second).isNotEqualTo(first);
        assertThat(bound(TWO, 0, 1)).isEqualTo(second);
        assertThat(bound(TWO, 0, 0)).isEqualTo(first);

        listeners.gone(ONE, Estate.ENDED);
        listeners.gone(TWO, Estate.ENDED);
        assertThat(bound(NEXT_ONE, 0, 0)).as("still the same").isEqualTo(first);
        listeners.gone(NEXT_ONE, Estate.ENDED);
        try (var stranger = new ServerSocket(first, 1, LOOPBACK)) {
            assertThat(bound(TWO, 0, 0)).isNotEqualTo(stranger.getLocalPort());
        }
    }

    @Test
    void aPortThatWasFoundByPortZeroAndIsBoundThenIsTheSameGroup() throws IOException {
        int port = bound(ONE, 0);
        listeners.closed(ONE, ids);
        assertThat(bound(ONE, port)).isEqualTo(port);

        assertThat(bound(TWO, 0)).isEqualTo(port);
        listeners.closed(TWO, ids);
        assertThat(bound(TWO, port)).isEqualTo(port);

        assertThat(listeners.addresses())
                .containsExactly(new SharedAddress(HOST, port, List.of(ONE, TWO)));
    }

    @Test
    void theQueueOfACrashedWorkerIsItsSuccessors() throws IOException {
        int port = bound(ONE, 0);
        listeners.admit(ONE);
        try (var client = new Socket(LOOPBACK, port)) {
            channels.get(ONE).close();
            listeners.gone(ONE, Estate.INHERITED);
            assertThat(listeners.addresses()).hasSize(1);

            var fresh = channel();
            var outcome = listeners.bind(wish(NEXT_ONE, fresh, port));

            assertThat(outcome).isInstanceOf(Outcome.Inherited.class);
            posix.replace(((Outcome.Inherited) outcome).descriptor(), posix.descriptorOf(fresh));
            assertThat(posix.tcpInfo(posix.descriptorOf(fresh)).unacked()).isEqualTo(1);
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(listeners.addresses().get(0).holders()).containsExactly(NEXT_ONE);
    }

    @Test
    void whatNobodyInheritsIsClosed() throws IOException {
        int port = bound(ONE, 0);
        channels.get(ONE).close();
        listeners.gone(ONE, Estate.INHERITED);
        new Socket(LOOPBACK, port).close();

        listeners.closeOrphans(slot -> slot == 2);
        new Socket(LOOPBACK, port).close();
        listeners.closeOrphans(slot -> slot == 1);

        refused(port);
        assertThat(troubles).singleElement().asString().startsWith("2 connections waited at port");
    }

    @Test
    void whatAWorkerLeftIsKeptWhileSomebodyWaits() throws IOException {
        int port = bound(ONE, 0);
        bound(TWO, port);
        listeners.admit(ONE);
        connect(port, 1);
        channels.get(ONE).close();
        channels.get(TWO).close();
        listeners.gone(ONE, Estate.KEPT_IF_AWAITED);
        listeners.gone(TWO, Estate.KEPT_IF_AWAITED);

        assertThat(listeners.hasAwaitedOrphans(1)).isTrue();
        assertThat(listeners.hasOrphans(2)).as("nobody waits there").isFalse();
        listeners.closeIdleOrphans(1);
        assertThat(listeners.hasOrphans(1)).isTrue();
        assertThat(listeners.bind(wish(NEXT_ONE, channel(), port)))
                .isInstanceOf(Outcome.Inherited.class);
        assertThat(listeners.hasOrphans(1)).isFalse();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatIsKeptForHandshakesIsClosedWhenNobodyCame() throws IOException {
        int port = bound(ONE, 0);
        channels.get(ONE).close();
        listeners.gone(ONE, Estate.KEPT);
        assertThat(listeners.hasOrphans(1)).isTrue();
        assertThat(listeners.hasAwaitedOrphans(1)).isFalse();

        listeners.closeIdleOrphans(2);
        assertThat(listeners.hasOrphans(1)).isTrue();
        listeners.closeIdleOrphans(1);

        assertThat(listeners.hasOrphans(1)).isFalse();
        refused(port);
        assertThat(troubles).isEmpty();
    }

    @Test
    void anAddressThatNobodyServesAnyMoreIsClosed() throws IOException {
        int port = bound(ONE, 0);
        long ofOne = ids;
        bound(TWO, port);

        listeners.closed(ONE, ofOne);
        new Socket(LOOPBACK, port).close();
        listeners.gone(TWO, Estate.ENDED);

        refused(port);
        assertThat(listeners.addresses()).isEmpty();
        // As an application may that closes and opens again.
        assertThat(bound(ONE, port)).isEqualTo(port);
    }

    @Test
    void onlyTheAdmittedGetNewConnections() throws IOException {
        int port = bound(ONE, 0);
        listeners.admit(ONE);
        bound(TWO, port);
        connect(port, SYN_QUEUE);
        assertThat(queue(ONE)).as("before the second is admitted").isEqualTo(SYN_QUEUE);

        listeners.admit(TWO);
        listeners.divert(ONE);
        connect(port, SYN_QUEUE);
        assertThat(queue(TWO)).isEqualTo(SYN_QUEUE);

        listeners.divert(TWO);
        connect(port, SYN_QUEUE);
        assertThat(queue(ONE) + queue(TWO)).as("with nobody left").isEqualTo(3 * SYN_QUEUE);
    }

    @Test
    void aDoorThatIsClosedKeepsWhoIsInside() throws IOException {
        int port = bound(ONE, 0);
        bound(TWO, port);
        listeners.admit(ONE);
        connect(port, 1);

        listeners.closeDoors();

        refused(port);
        assertThat(queue(ONE)).isEqualTo(1);
    }

    private int bound(WorkerId worker, int port) throws IOException {
        return bound(worker, port, 0);
    }

    private int bound(WorkerId worker, int port, int ordinal) throws IOException {
        var channel = channel();
        channels.put(worker, channel);
        var outcome = listeners.bind(wish(worker, channel, port, ordinal));
        assertThat(outcome).isInstanceOf(Outcome.Bound.class);
        return ((Outcome.Bound) outcome).port();
    }

    private ServerSocketChannel channel() throws IOException {
        var channel = ServerSocketChannel.open();
        open.add(channel);
        return channel;
    }

    private Listeners.Wish wish(WorkerId worker, ServerSocketChannel channel, int port)
            throws IOException {
        return wish(worker, channel, port, 0);
    }

    private Listeners.Wish wish(WorkerId worker, ServerSocketChannel channel, int port, int ordinal)
            throws IOException {
        int socket = posix.duplicate(posix.descriptorOf(channel));
        return new Listeners.Wish(worker, ++ids, HOST, port, ordinal, 100, socket);
    }

    private void connect(int port, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            open.add(new Socket(LOOPBACK, port));
        }
    }

    private int queue(WorkerId worker) throws IOException {
        return (int) posix.tcpInfo(posix.descriptorOf(channels.get(worker))).unacked();
    }

    private static void refused(int port) {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(LOOPBACK, port).close())
                .withMessageContaining("refused");
    }
}
