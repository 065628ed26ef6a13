package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WorkerLinkConnectTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Message.Hello HELLO = Samples.HELLO;

    private Path socket;

    @BeforeEach
    void chooseSocket(@TempDir Path directory) {
        socket = directory.resolve("link.sock");
    }

    @Test
    void refusalCarriesTheMastersReason() throws IOException {
        var server =
                LinkServer.open(
                        socket,
                        peer -> null,
                        Optional.empty(),
                        new Heard() {
                            @Override
                            public void hello(Link link, Message.Hello hello) {
                                link.send(new Message.Refused("slot 2 is taken"));
                                link.close("refused");
                            }
                        });

        assertThatThrownBy(() -> WorkerLink.connect(socket, HELLO, LONG, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("slot 2 is taken");
        server.close();
    }

    @Test
    void missingSocketIsToldWithItsPath() {
        assertThatThrownBy(() -> WorkerLink.connect(socket, HELLO, LONG, Optional.empty()))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith("cannot reach the master at " + socket);
    }

    @Test
    void deadMastersSocketIsTold() throws IOException {
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }

        assertThatThrownBy(() -> WorkerLink.connect(socket, HELLO, LONG, Optional.empty()))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void masterThatDoesNotAcceptOrAnswerIsGivenUp() throws IOException {
        try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(socket), 1);
            // The first ones wait for the answer, the later ones already for a place in the
            // backlog.
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(
                                () ->
                                        WorkerLink.connect(
                                                socket,
                                                HELLO,
                                                Duration.ofMillis(100),
                                                Optional.empty()))
                        .isInstanceOf(LinkException.class)
                        .hasMessage("the master at %s has not answered for 100 ms", socket);
            }
        }
        await().until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(t -> t.getName().equals("clutch-link")));
    }

    @Test
    void masterThatClosesInsteadOfAnsweringIsTold() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var connecting = connectInBackground();
            new Stranger(server.accept()).close();

            await().until(connecting::isDone);
            assertThat(connecting.join())
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining(socket.toString());
        }
    }

    @Test
    void answerThatIsNoneIsTold() throws IOException {
        assertThat(connectTo(new byte[] {'H', 'T', 'T', 'P', '/'}))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("it announces");
        assertThat(connectTo(Samples.bytes(new Message.Leader(true))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("answers hello with Leader");
        assertThat(connectTo(Samples.bytes(new Message.Closed(1))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("is not a master's to send");
    }

    @Test
    void interruptedThreadDoesNotConnectAndStaysInterrupted() throws IOException {
        try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(socket));
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> WorkerLink.connect(socket, HELLO, LONG, Optional.empty()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageStartingWith("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Returns what connecting to a master fails with that answers so. */
    private Throwable connectTo(byte[] answer) throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var connecting = connectInBackground();
            try (var master = new Stranger(server.accept())) {
                master.says(answer);
                return connecting.join();
            }
        } finally {
            Files.delete(socket);
        }
    }

    private CompletableFuture<Throwable> connectInBackground() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        WorkerLink.connect(socket, HELLO, LONG, Optional.empty());
                        return null;
                    } catch (IOException e) {
                        return e;
                    }
                });
    }
}
