package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done with any descriptor. */
class DescriptorsTest {

    private final Posix posix = TestPosix.get();
    private ServerSocketChannel channel;
    private int fd;

    @BeforeEach
    void open() throws IOException {
        channel = ServerSocketChannel.open();
        fd = posix.descriptorOf(channel);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void aDuplicateIsTheSameFileUnderAnotherNumber() throws IOException {
        int duplicate = posix.duplicate(fd);

        assertThat(duplicate).isGreaterThan(2).isNotEqualTo(fd);
        assertThat(link(duplicate)).isEqualTo(link(fd));
        assertThat(posix.descriptors()).contains(fd, duplicate);
        posix.close(duplicate);
        assertThat(posix.descriptors()).contains(fd).doesNotContain(duplicate);
    }

    @Test
    void whatIsNotOpenIsAnError() {
        assertThatThrownBy(() -> posix.close(999_999))
                .isInstanceOfSatisfying(
                        PosixException.class,
                        e -> {
                            assertThat(e.errno()).isEqualTo(9);
                            assertThat(e.errnoName()).isEqualTo("EBADF");
                        })
                .hasMessage("close: EBADF (Bad file descriptor)");
        assertThatThrownBy(() -> posix.duplicate(999_999)).hasMessageStartingWith("fcntl: EBADF");
        assertThatThrownBy(() -> posix.replace(999_999, fd)).hasMessageStartingWith("dup3: EBADF");
        assertThatThrownBy(() -> posix.close(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("descriptor: -1");
    }

    @Test
    void aSocketCanBeReplacedUnderItsOwner() throws IOException {
        channel.bind(loopback());
        var port = channel.socket().getLocalPort();
        int kept = posix.duplicate(fd);
        try (var other = ServerSocketChannel.open().bind(loopback())) {
            posix.replace(posix.descriptorOf(other), fd);
        }

        assertThat(channel.isOpen()).isTrue();
        var local = (InetSocketAddress) SocketAddresses.decode(posix.localAddress(fd));
        assertThat(local.getPort()).isNotEqualTo(port);
        try (var client = new Socket(local.getAddress(), local.getPort());
                var accepted = channel.accept()) {
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalSocketAddress());
        }
        posix.close(kept);
    }

    @Test
    void nothingReplacesItself() {
        assertThatThrownBy(() -> posix.replace(fd, fd)).hasMessageStartingWith("dup3: EINVAL");
    }

    @Test
    void whetherItBlocksIsSharedByDuplicates() throws IOException {
        int duplicate = posix.duplicate(fd);
        try {
            assertThat(posix.isNonBlocking(fd)).isFalse();
            channel.configureBlocking(false);
            assertThat(posix.isNonBlocking(duplicate)).isTrue();
            posix.nonBlocking(duplicate, false);
            assertThat(posix.isNonBlocking(fd)).isFalse();
            posix.nonBlocking(duplicate, true);
            posix.nonBlocking(duplicate, true);
            assertThat(posix.isNonBlocking(fd)).isTrue();
        } finally {
            posix.close(duplicate);
        }
    }

    @Test
    void manyDescriptorsAreAllFound() throws IOException {
        List<Integer> made = new ArrayList<>();
        try {
            for (int i = 0; i < 700; i++) {
                made.add(posix.duplicate(fd));
            }
            var found = IntStream.of(posix.descriptors()).boxed().toList();
            assertThat(found).containsAll(made).contains(0, 1, 2, fd).doesNotHaveDuplicates();
            // All of them, but that of the directory itself.
            assertThat(found).allSatisfy(number -> assertThat(link(number)).isNotEmpty());
        } finally {
            for (int duplicate : made) {
                posix.close(duplicate);
            }
        }
    }

    @Test
    void aRegistrationCanBeMovedToAReplacedSocket() throws IOException {
        channel.configureBlocking(false);
        channel.bind(loopback());
        try (var selector = Selector.open();
                var other = ServerSocketChannel.open().bind(loopback())) {
            channel.register(selector, SelectionKey.OP_ACCEPT);
            selector.selectNow();
            int epoll = epollThatWatches(fd);
            int kept = posix.duplicate(fd);
            posix.replace(posix.descriptorOf(other), fd);
            posix.nonBlocking(fd, true);
            // The old file stays registered under the number, while a duplicate holds it open.
            assertThatThrownBy(() -> posix.epoll(epoll, Posix.EPOLL_CTL_DEL, fd, 0, 0))
                    .hasMessageStartingWith("epoll_ctl: ENOENT");
            posix.close(kept);
            int pollIn = 1;
            posix.epoll(epoll, Posix.EPOLL_CTL_ADD, fd, pollIn, fd);

            var local = (InetSocketAddress) SocketAddresses.decode(posix.localAddress(fd));
            try (var client = new Socket(local.getAddress(), local.getPort())) {
                assertThat(selector.select(10_000)).isEqualTo(1);
                channel.accept().close();
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    private int epollThatWatches(int watched) throws IOException {
        for (int descriptor : posix.descriptors()) {
            if (link(descriptor).contains("[eventpoll]")) {
                try {
                    posix.epoll(descriptor, Posix.EPOLL_CTL_MOD, watched, 1, watched);
                    return descriptor;
                } catch (PosixException e) {
                    assertThat(e.errnoName()).isEqualTo("ENOENT");
                }
            }
        }
        throw new AssertionError("no epoll descriptor watches " + watched);
    }

    @Test
    void whatIsNoEpollDescriptorWatchesNothing() {
        assertThatThrownBy(() -> posix.epoll(fd, Posix.EPOLL_CTL_ADD, fd, 1, 0))
                .hasMessageStartingWith("epoll_ctl: EINVAL");
    }

    @Test
    void signalsReachAProcess() throws Exception {
        var process = new ProcessBuilder("sleep", "1000").start();
        try {
            posix.signal((int) process.pid(), 0);
            posix.signal((int) process.pid(), 15);
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
        assertThatThrownBy(() -> posix.signal((int) process.pid(), 0))
                .hasMessage("kill: ESRCH (No such process)");
    }

    @Test
    void groupsOfProcessesAndUnknownSignalsAreRefused() {
        for (int pid : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> posix.signal(pid, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("process id: " + pid);
        }
        assertThatThrownBy(() -> posix.signal(1, 65))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signal: 65");
    }

    private static String link(int descriptor) {
        return ProcFs.system().link(descriptor).orElse("");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
