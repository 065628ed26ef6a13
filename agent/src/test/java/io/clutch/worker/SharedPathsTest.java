package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.posix.Posix;
import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaves a listener to others, who are played by a duplicate of it in this process. */
final class SharedPathsTest {

    private final Posix posix = TestPosix.get();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir private Path directory;
    private SharedPaths paths;
    private UnixDomainSocketAddress address;
    private ServerSocketChannel ours;
    private ServerSocketChannel others;

    @BeforeEach
    void share() throws IOException {
        paths = new SharedPaths(posix, directory, new RecordingLog());
        address = UnixDomainSocketAddress.of(directory.resolve("app.sock"));
        ours = channel().bind(address);
        others = channel().bind(UnixDomainSocketAddress.of(directory.resolve("other.sock")));
        int listener = posix.descriptorOf(ours);
        posix.nonBlocking(listener, true);
        new Inheritance(posix).exchange(posix.descriptorOf(others), listener);
        paths.add(ours);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : open) {
            closeable.close();
        }
    }

    @Test
    void aThreadThatAcceptsGetsNothingAnyMore() throws Exception {
        var result = new CompletableFuture<SocketChannel>();
        var thread = new Thread(() -> accept(result), "acceptor");
        thread.start();
        awaitNative(thread);

        paths.leaveToOthers();
        connect();

        assertThat(others.accept()).isNotNull();
        awaitNative(thread);
        assertThat(result).isNotDone();
        ours.close();
        assertThat(result)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ClosedChannelException.class);
        assertThat(others.getLocalAddress()).isNotNull();
    }

    @Test
    void aSelectorHearsOfNothingAnyMore() throws IOException {
        ours.configureBlocking(false);
        var selector = Selector.open();
        open.add(selector);
        ours.register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        connect();
        assertThat(selector.selectNow()).isEqualTo(1);
        selector.selectedKeys().clear();

        paths.leaveToOthers();

        assertThat(selector.selectNow()).isZero();
        assertThat(ours.accept()).isNull();
        assertThat(others.accept()).isNotNull();
        connect();
        assertThat(selector.selectNow()).isZero();
        assertThat(others.accept()).isNotNull();
    }

    @Test
    void aChannelThatIsClosedIsLeftAlone() throws IOException {
        int number = posix.descriptorOf(ours);
        ours.close();
        var stranger = channel();
        // Any thread of this process may have taken the number first.
        if (posix.descriptorOf(stranger) != number) {
            posix.replace(posix.descriptorOf(stranger), number);
        }

        paths.leaveToOthers();

        assertThat(posix.option(number, Posix.SOL_SOCKET, Posix.SO_ACCEPTCONN)).isZero();
    }

    @Test
    void nothingIsLeftInTheDirectory() throws IOException {
        paths.leaveToOthers();
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("app.sock", "other.sock");
        }
    }

    private void accept(CompletableFuture<SocketChannel> result) {
        try {
            result.complete(ours.accept());
        } catch (IOException e) {
            result.completeExceptionally(e);
        }
    }

    private static void awaitNative(Thread thread) {
        Awaitility.await()
                .until(
                        () -> {
                            var stack = thread.getStackTrace();
                            return stack.length > 0 && stack[0].isNativeMethod();
                        });
    }

    private ServerSocketChannel channel() throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        return channel;
    }

    private void connect() throws IOException {
        open.add(SocketChannel.open(address));
    }
}
