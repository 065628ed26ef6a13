package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class LinkServerTest {

    private static final LinkTimes PATIENT =
            new LinkTimes(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofMillis(200));
    private static final LinkTimes HASTY =
            new LinkTimes(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(200));

    private final Heard heard = new Heard();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path socket;

    @BeforeEach
    void makeControlDirectory(@TempDir Path temp) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        socket = Files.createDirectory(temp.resolve("1"), mode).resolve("link.sock");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void socketIsTheOwnersAlone() throws IOException {
        serve(PATIENT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void helloAndMessagesAreHeardHoweverTheyAreCut() throws IOException {
        serve(PATIENT);
        var peer = stranger();
        for (var message : List.of(Samples.HELLO, new Message.Bound(3, 8080))) {
            var frame = Codec.encode(message);
            while (frame.hasRemaining()) {
                peer.says(frame.get());
            }
        }

        await().untilAsserted(
                        () -> {
                            assertThat(heard.hellos).containsExactly(Samples.HELLO);
                            assertThat(heard.messages).containsExactly(new Message.Bound(3, 8080));
                        });
    }

    @Test
    void silentConnectionIsDroppedAndNeverHeardOf() throws IOException {
        serve(HASTY);
        var worker = stranger().says(Samples.HELLO);

        assertThat(stranger().readsToTheEnd()).isEmpty();

        assertThat(heard.lost).isEmpty();
        worker.says(new Message.Closed(1));
        await().untilAsserted(() -> assertThat(heard.messages).hasSize(1));
    }

    @Test
    void connectionThatSaysHalfAHelloIsDropped() throws IOException {
        serve(HASTY);

        assertThat(stranger().says((byte) 0, (byte) 0).readsToTheEnd()).isEmpty();
    }

    @Test
    void firstMessageOtherThanHelloIsRefusedWithTheReason() throws IOException {
        serve(PATIENT);

        assertThat(stranger().says(new Message.Closed(1)).readsToTheEnd())
                .containsExactly(new Message.Refused("Closed is no first message of a worker"));
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void workerOfAnotherVersionIsToldSo() throws IOException {
        serve(PATIENT);
        var hello = Samples.bytes(Samples.HELLO);
        hello[Inbox.HEADER + 5] = 1;

        assertThat(stranger().says(hello).readsToTheEnd())
                .containsExactly(
                        new Message.Refused(
                                "the worker speaks link version 1, this master 3: restart the"
                                        + " master"));
    }

    @Test
    void nonsenseEndsItsOwnLinkAndNoOther() throws IOException {
        serve(PATIENT);
        var good = stranger().says(Samples.hello(1, 1));
        var nonsense =
                List.of(
                        new byte[] {'G', 'E', 'T', ' ', '/', ' '}, // oversize
                        new byte[] {0, 0, 0, 0, 99}, // no such type
                        new byte[] {0, 0, 0, 3, 5, 1, 2, 3}, // cut off
                        new byte[] {0, 0, 0, 1, 7, 0}); // too long
        for (var bytes : nonsense) {
            stranger().says(Samples.HELLO).says(bytes).readsToTheEnd();
        }
        stranger().says(Samples.HELLO).says(Samples.HELLO).readsToTheEnd();
        stranger().says(Samples.HELLO).says(new Message.Leader(true)).readsToTheEnd();

        await().untilAsserted(() -> assertThat(heard.lost).hasSize(6));
        assertThat(heard.lost)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("it announces 1195725856 bytes"),
                        reason -> assertThat(reason).contains("no message of type 99"),
                        reason -> assertThat(reason).contains("is cut off"),
                        reason -> assertThat(reason).contains("1 bytes too many"),
                        reason ->
                                assertThat(reason)
                                        .isEqualTo("Hello is no later message of a worker"),
                        reason -> assertThat(reason).startsWith("Leader is no"));
        good.says(new Message.Closed(1));
        await().untilAsserted(
                        () -> assertThat(heard.messages).containsExactly(new Message.Closed(1)));
    }

    @Test
    void anotherUsersProcessIsNotLetIn() throws IOException {
        serve(peer -> "user nobody connected, only root may", PATIENT, heard);

        assertThat(stranger().readsToTheEnd()).isEmpty();
        assertThat(heard.hellos).isEmpty();
    }

    @Test
    void failingCheckLetsNobodyIn() throws IOException {
        PeerCheck failing =
                peer -> {
                    throw new IOException("it cannot be told");
                };
        serve(failing, PATIENT, heard);

        assertThat(stranger().readsToTheEnd()).isEmpty();
        assertThat(heard.hellos).isEmpty();
    }

    @Test
    void workerThatDoesNotReadIsDroppedAndHoldsNobodyUp() throws IOException {
        serve(PATIENT);
        var link = link(stranger());

        var text = new Message.Stop("x".repeat(2000), "TERM");
        int sent = 0;
        while (link.send(text)) {
            assertThat(++sent).isLessThan(10_000);
        }

        await().untilAsserted(
                        () ->
                                assertThat(heard.lost)
                                        .containsExactly("it has left 262144 bytes unread"));
        assertThat(link.send(new Message.DumpThreads())).isFalse();
    }

    @Test
    void closeWritesWhatWasSentBefore() throws IOException {
        serve(PATIENT);
        var peer = stranger();
        var link = link(peer);
        for (int i = 0; i < 100; i++) {
            link.send(new Message.Workers(i));
        }
        link.close("enough");

        assertThat(peer.readsToTheEnd()).hasSize(101).endsWith(new Message.Workers(99));
        await().untilAsserted(() -> assertThat(heard.lost).containsExactly("enough"));
        assertThat(link.send(new Message.DumpThreads())).isFalse();
    }

    @Test
    void closeDoesNotWaitForEverForAWorkerThatDoesNotRead() throws IOException {
        serve(PATIENT);
        var link = link(stranger());
        // More than a Unix-domain socket takes, less than what drops the link.
        for (int i = 0; i < 120; i++) {
            assertThat(link.send(new Message.Stop("x".repeat(2000), "TERM"))).isTrue();
        }
        long before = System.nanoTime();
        link.close("enough");

        await().untilAsserted(() -> assertThat(heard.lost).containsExactly("enough"));
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(PATIENT.flush());
    }

    @Test
    void workerThatClosesIsLostOnce() throws IOException {
        serve(PATIENT);
        var peer = stranger();
        var link = link(peer);
        peer.close();

        await().untilAsserted(() -> assertThat(heard.lost).hasSize(1));
        link.close("too late");
        assertThat(link.send(new Message.DumpThreads())).isFalse();
        link(stranger()); // a whole turn of the server later
        assertThat(heard.lost).hasSize(1);
    }

    @Test
    void listenerThatFailsEndsNoLink() throws IOException {
        var failing =
                new Heard() {
                    @Override
                    public void message(Link link, Message.FromWorker message) {
                        super.message(link, message);
                        throw new IllegalStateException("a mistake in the master");
                    }
                };
        serve(peer -> null, PATIENT, failing);
        var peer = stranger().says(Samples.HELLO);
        peer.says(new Message.Closed(1)).says(new Message.Closed(2));

        await().untilAsserted(() -> assertThat(failing.messages).hasSize(2));
        assertThat(failing.lost).isEmpty();
    }

    @Test
    void failureToAcceptIsTriedAgainWithoutHasteWhileLinksGoOn() throws IOException {
        var attempts = new AtomicInteger();
        var failures = new AtomicInteger();
        LinkServer.Door door =
                channel -> {
                    attempts.incrementAndGet();
                    if (failures.getAndDecrement() > 0) {
                        throw new IOException("Too many open files");
                    }
                    return channel.accept();
                };
        open.add(LinkServer.open(socket, peer -> null, PATIENT, door, Optional.empty(), heard));
        var up = stranger();
        link(up);
        attempts.set(0);
        failures.set(2);

        long before = System.nanoTime();
        var late = stranger().says(Samples.hello(3, 1));
        await().until(() -> attempts.get() >= 1);
        up.says(new Message.Closed(1));
        await().untilAsserted(() -> assertThat(heard.messages).hasSize(1));
        await().untilAsserted(() -> assertThat(heard.hellos).contains(Samples.hello(3, 1)));

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(PATIENT.acceptPause().multipliedBy(2));
        assertThat(attempts).hasValueLessThanOrEqualTo(4);
        late.close();
    }

    @Test
    void removedSocketIsNoticedAndMadeAgain() throws IOException {
        var server = serve(PATIENT);
        var before = stranger();
        link(before);
        server.ensurePresent();
        assertThat(server.present()).isTrue();

        Files.delete(socket);
        assertThat(server.present()).isFalse();
        server.ensurePresent();

        assertThat(server.present()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        link(stranger());
        before.says(new Message.Closed(1));
        await().untilAsserted(() -> assertThat(heard.messages).hasSize(1));
    }

    @Test
    void removedDirectoryIsMadeAgainForTheOwnerAlone() throws IOException {
        var server = serve(PATIENT);
        Files.delete(socket);
        Files.delete(socket.getParent());
        server.ensurePresent();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        link(stranger());
    }

    @Test
    void directoryThatOthersCanEnterIsNotUsedAgain() throws IOException {
        var server = serve(PATIENT);
        Files.delete(socket);
        Files.setPosixFilePermissions(
                socket.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(server::ensurePresent)
                .isInstanceOf(LinkException.class)
                .hasMessageContaining(socket.getParent().toString());
        assertThat(socket).doesNotExist();
    }

    @Test
    void fileOfADeadProcessIsReplaced() throws IOException {
        try (var dead = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(java.net.UnixDomainSocketAddress.of(socket));
        }
        assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isTrue();

        serve(PATIENT);
        link(stranger());
    }

    @Test
    void fileOfALivingProcessIsLeftAlone() throws IOException {
        serve(PATIENT);

        assertThatThrownBy(() -> LinkServer.open(socket, peer -> null, Optional.empty(), heard))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("another process listens at " + socket);
        link(stranger());
    }

    @Test
    void closeEndsEveryLinkOnceAndRemovesTheSocket() throws IOException {
        var server = serve(PATIENT);
        var peers = List.of(stranger(), stranger(), stranger());
        for (var peer : peers) {
            peer.says(Samples.HELLO);
        }
        await().until(() -> heard.links.size() == 3);
        heard.links.forEach(link -> link.send(new Message.Stop("the end", "TERM")));
        server.close();

        assertThat(heard.lost).hasSize(3).containsOnly("the master closed the link");
        assertThat(socket).doesNotExist();
        for (var peer : peers) {
            assertThat(peer.readsToTheEnd())
                    .containsExactly(Heard.WELCOME, new Message.Stop("the end", "TERM"));
        }
        server.close();
        server.ensurePresent();
        assertThat(socket).doesNotExist();
    }

    private LinkServer serve(LinkTimes times) throws IOException {
        return serve(PeerCheck.ownerOf(socket.getParent()), times, heard);
    }

    private LinkServer serve(PeerCheck check, LinkTimes times, LinkListener listener)
            throws IOException {
        var server =
                LinkServer.open(
                        socket,
                        check,
                        times,
                        ServerSocketChannel::accept,
                        Optional.empty(),
                        listener);
        open.add(server);
        return server;
    }

    private Stranger stranger() throws IOException {
        var peer = Stranger.at(socket);
        open.add(peer);
        return peer;
    }

    /** Says hello and returns the master's end. */
    private Link link(Stranger peer) throws IOException {
        int before = heard.links.size();
        peer.says(Samples.HELLO);
        await().until(() -> heard.links.size() > before);
        return heard.links.get(before);
    }
}
