package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unix-domain listeners of several workers, played with real sockets in this process. */
final class PathListenersTest {

    private static final WorkerId ONE = new WorkerId(1, 1);
    private static final WorkerId TWO = new WorkerId(2, 1);
    private static final WorkerId NEXT_ONE = new WorkerId(1, 2);
    private static final Outcome BOUND = new Outcome.Bound(0);

    private final Posix posix = PosixForTests.get();
    private final List<String> troubles = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private PathListeners listeners = new PathListeners(posix, Optional.empty(), troubles::add);
    private long ids;

    @TempDir private Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("app.sock");
    }

    @AfterEach
    void closeAll() throws Exception {
        listeners.close();
        for (var closeable : open) {
            closeable.close();
        }
        assertThat(files()).as("what is left").isSubsetOf("app.sock");
    }

    @Test
    void everyWorkerGetsTheSameListenerThoughEachDeletesTheFile() throws IOException {
        assertThat(bind(ONE, channel())).isEqualTo(BOUND);
        Files.delete(path);

        int listener = inherited(bind(TWO, channel()));

        connect();
        assertThat(acceptor(listener).accept()).isNotNull();
        assertThat(posix.isNonBlocking(listener)).isTrue();
        assertThat(listeners.addresses())
                .containsExactly(new SharedAddress(path.toString(), 0, List.of(ONE, TWO)));
        assertThat(troubles).isEmpty();
    }

    @Test
    void anApplicationThatDoesNotDeleteTheFileSharesItToo() throws IOException {
        bind(ONE, channel());
        inherited(bind(TWO, channel()));
        assertThat(listeners.addresses()).hasSize(1);
    }

    @Test
    void aFileThatIsThereIsLeftToTheJdkWhichRefuses() throws IOException {
        try (var stranger = channel()) {
            stranger.bind(UnixDomainSocketAddress.of(path));
            var channel = channel();

            assertThat(((Outcome.Declined) bind(ONE, channel)).why()).contains("EADDRINUSE");
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> channel.bind(UnixDomainSocketAddress.of(path)));
        }
    }

    @Test
    void aFileThatSomebodyElseHasPutThereIsLeftAlone() throws IOException {
        bind(ONE, channel());
        Files.delete(path);
        Files.writeString(path, "precious");

        assertThat(bind(TWO, channel())).isInstanceOf(Outcome.Declined.class);
        listeners.restore();

        assertThat(path).hasContent("precious");
        assertThat(troubles).hasSize(2);
        assertThat(troubles.get(0)).contains("slot 2", "nor can that be restored");
        assertThat(troubles.get(1)).contains("cannot be restored", "clients do not find");
        listeners.restore();
        assertThat(troubles).as("told once").hasSize(2);
    }

    @Test
    void whoBindsTwiceIsLeftToTheKernel() throws IOException {
        bind(ONE, channel());
        assertThat(bind(ONE, channel())).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void onePathIsOneHoweverItIsWritten() throws IOException {
        bind(ONE, channel());
        var link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try {
            path = link.resolve("app.sock");
            inherited(bind(TWO, channel()));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aRelativePathIsBoundAsItIsWritten() throws IOException {
        var relative = Path.of("").toAbsolutePath().relativize(path);
        var channel = channel();

        assertThat(bind(ONE, channel, relative.toString())).isEqualTo(BOUND);

        assertThat(SocketAddresses.decode(posix.localAddress(posix.descriptorOf(channel))))
                .isEqualTo(UnixDomainSocketAddress.of(relative));
        connect();
    }

    @Test
    void aRelativePathFromAnotherDirectoryIsDeclined() throws IOException {
        assertThat(bind(ONE, channel(), "app.sock"))
                .isEqualTo(
                        new Outcome.Declined("the master's working directory is not the worker's"));
    }

    @Test
    void onlyStreamSocketsOfTheUnixDomainAreTaken() throws IOException {
        var internet = ServerSocketChannel.open();
        open.add(internet);
        assertThat(bind(ONE, internet)).isInstanceOf(Outcome.Declined.class);
        path = directory.resolve("x".repeat(200));
        assertThat(((Outcome.Declined) bind(ONE, channel())).why()).contains("107");
    }

    @Test
    void theFileIsThereAsLongAsAnybodyAccepts() throws IOException {
        var first = channel();
        bind(ONE, first);
        inherited(bind(TWO, channel()));

        Files.delete(path);
        listeners.closed(TWO, ids);
        assertThat(path).exists();
        Files.delete(path);
        listeners.restore();
        connect();

        listeners.gone(ONE, false);
        first.close();
        assertThat(listeners.isEmpty()).isTrue();
        assertThat(path).as("left as the JDK leaves it").exists();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        assertThat(files()).containsExactly("app.sock");
    }

    @Test
    void theQueueOfACrashedWorkerIsForItsSuccessor() throws IOException {
        var first = channel();
        bind(ONE, first);
        connect();
        listeners.gone(ONE, true);
        first.close();

        Files.delete(path);
        var heir = acceptor(inherited(bind(NEXT_ONE, channel())));

        assertThat(heir.accept()).isNotNull();
        listeners.closeOrphans(slot -> true);
        assertThat(listeners.isEmpty()).isFalse();
    }

    @Test
    void whatNobodyComesForIsClosed() throws IOException {
        var first = channel();
        bind(ONE, first);
        listeners.gone(ONE, true);
        first.close();
        connect();

        listeners.closeOrphans(slot -> slot == 1);

        assertThatExceptionOfType(SocketException.class).isThrownBy(this::connect);
    }

    @Test
    void nothingIsRestoredWhenTheClusterStops() throws IOException {
        bind(ONE, channel());
        listeners.closeDoors();
        assertThat(files()).containsExactly("app.sock");
        Files.delete(path);
        listeners.restore();
        assertThat(path).doesNotExist();
    }

    @Test
    void theSecondNameIsInTheMastersDirectoryIfThatIsPossible() throws IOException {
        var own = Files.createDirectory(directory.resolve("own"));
        listeners = new PathListeners(posix, Optional.of(own), troubles::add);
        bind(ONE, channel());
        assertThat(files()).containsExactlyInAnyOrder("app.sock", "own");
        try (var kept = Files.list(own)) {
            assertThat(kept).hasSize(1);
        }
        Files.delete(path);
        inherited(bind(TWO, channel()));
        connect();
        listeners.close();
        Files.delete(own);
    }

    private Outcome bind(WorkerId worker, ServerSocketChannel channel) throws IOException {
        return bind(worker, channel, path.toString());
    }

    private Outcome bind(WorkerId worker, ServerSocketChannel channel, String written)
            throws IOException {
        int socket = posix.duplicate(posix.descriptorOf(channel));
        return listeners.bind(
                new PathListeners.Wish(worker, ++ids, written, path.toString(), 5, socket));
    }

    private static int inherited(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Inherited.class);
        return ((Outcome.Inherited) outcome).descriptor();
    }

    private ServerSocketChannel channel() throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        return channel;
    }

    /** Returns a channel, bound as the JDK sees it, that accepts from the listener. */
    private ServerSocketChannel acceptor(int listener) throws IOException {
        var elsewhere = directory.resolve("elsewhere");
        var channel = channel().bind(UnixDomainSocketAddress.of(elsewhere));
        Files.delete(elsewhere);
        posix.replace(listener, posix.descriptorOf(channel));
        return channel;
    }

    private void connect() throws IOException {
        open.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
