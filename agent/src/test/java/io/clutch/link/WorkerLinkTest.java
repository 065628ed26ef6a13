package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WorkerLinkTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Message.Hello HELLO = Samples.HELLO;

    private final Heard heard = new Heard();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private Path socket;

    @BeforeEach
    void chooseSocket(@TempDir Path directory) {
        socket = directory.resolve("link.sock");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void workerIsWelcomedAndBothSidesHearEachOtherInOrder() throws IOException {
        serve(heard);
        var accepted = WorkerLink.connect(socket, HELLO, LONG, Optional.empty());
        open.add(accepted.link());
        assertThat(accepted.welcome()).isEqualTo(Heard.WELCOME);
        assertThat(heard.hellos).containsExactly(HELLO);
        accepted.link().start(received::add, lost::incrementAndGet);

        for (var message : Samples.ALL) {
            if (message instanceof Message.FromMaster m) {
                assertThat(heard.links.get(0).send(m)).isTrue();
            } else if (message instanceof Message.FromWorker m && !(m instanceof Message.Hello)) {
                assertThat(accepted.link().send(m)).isTrue();
            }
        }

        await().untilAsserted(
                        () -> {
                            assertThat(received)
                                    .containsExactlyElementsOf(
                                            Samples.ALL.stream()
                                                    .filter(m -> m instanceof Message.FromMaster)
                                                    .toList());
                            assertThat(heard.messages)
                                    .containsExactlyElementsOf(
                                            Samples.ALL.stream()
                                                    .filter(m -> m instanceof Message.FromWorker)
                                                    .filter(m -> !(m instanceof Message.Hello))
                                                    .filter(m -> !(m instanceof Message.Alive))
                                                    .toList());
                        });
    }

    @Test
    void idleWorkerIsHeardOfWithoutAnyMessage() throws IOException {
        serve(heard);
        connect();
        var link = heard.links.get(0);
        long first = link.heardNanos();

        await().until(() -> link.heardNanos() - first > 0);
        long second = link.heardNanos();
        await().until(() -> link.heardNanos() - second > 0);
        assertThat(heard.messages).isEmpty();
    }

    @Test
    void whatTheMasterSaysBeforeStartIsNotLost() throws IOException {
        serve(
                new Heard() {
                    @Override
                    public void hello(Link link, Message.Hello hello) {
                        super.hello(link, hello);
                        link.send(new Message.Workers(5));
                        link.send(new Message.Leader(true));
                    }
                });
        connect();

        await().untilAsserted(
                        () ->
                                assertThat(received)
                                        .containsExactly(
                                                new Message.Workers(5), new Message.Leader(true)));
    }

    @Test
    void interruptsOfSendersDoNotHarmTheLink() throws Exception {
        serve(heard);
        var link = connect();
        var done = new CountDownLatch(1);
        var sender =
                new Thread(
                        () -> {
                            for (int i = 0; i < 2000; i++) {
                                link.send(new Message.Closed(i));
                                if (i % 10 == 0) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                            done.countDown();
                        });
        sender.start();
        while (done.getCount() > 0) {
            sender.interrupt();
            Thread.onSpinWait();
        }
        sender.join();

        await().untilAsserted(() -> assertThat(heard.messages).hasSize(2000));
        assertThat(lost).hasValue(0);
    }

    @Test
    void interruptsOfEveryThreadDoNotHarmTheLink() throws IOException {
        serve(heard);
        var link = connect();

        Set<String> interrupted = new java.util.HashSet<>();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("clutch-")) {
                thread.interrupt();
                interrupted.add(thread.getName());
            }
        }
        assertThat(interrupted).contains("clutch-link", "clutch-link-out");

        assertThat(link.send(new Message.Closed(1))).isTrue();
        await().untilAsserted(() -> assertThat(heard.messages).hasSize(1));
        heard.links.get(0).send(new Message.Leader(true));
        await().untilAsserted(() -> assertThat(received).hasSize(1));
        assertThat(lost).hasValue(0);
    }

    @Test
    void masterThatClosesIsALossToldOnceAfterItsLastWords() throws IOException {
        var server = serve(heard);
        var link = connect();
        heard.links.get(0).send(new Message.Stop("the end", "TERM"));
        server.close();

        await().untilAsserted(() -> assertThat(lost).hasValue(1));
        assertThat(received).containsExactly(new Message.Stop("the end", "TERM"));
        assertThat(link.send(new Message.Closed(1))).isFalse();
        link.close();
        awaitNoThread("clutch-link-out");
        assertThat(lost).hasValue(1);
    }

    @Test
    void masterLostBeforeStartIsToldAtStart() throws IOException {
        var server = serve(heard);
        var link = WorkerLink.connect(socket, HELLO, LONG, Optional.empty()).link();
        server.close();
        link.start(received::add, lost::incrementAndGet);

        await().untilAsserted(() -> assertThat(lost).hasValue(1));
    }

    @Test
    void nonsenseOfTheMasterIsALossToldOnce() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var connecting = CompletableFuture.supplyAsync(this::connectUnchecked);
            var master = new Stranger(server.accept());
            master.says(Heard.WELCOME).says((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 99);

            await().untilAsserted(() -> assertThat(lost).hasValue(1));
            assertThat(connecting.join().send(new Message.Closed(1))).isFalse();
            master.close();
        }
    }

    @Test
    void masterThatDoesNotReadLosesTheLinkButHoldsNobodyUp() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var connecting = CompletableFuture.supplyAsync(this::connectUnchecked);
            var master = new Stranger(server.accept());
            master.says(Heard.WELCOME);
            var link = connecting.join();

            int sent = 0;
            while (link.send(new Message.Stopping("x".repeat(2000)))) {
                assertThat(++sent).isLessThan(10_000);
            }

            await().untilAsserted(() -> assertThat(lost).hasValue(1));
            master.close();
        }
    }

    @Test
    void closeWritesWhatWasSentAndIsNoLossHere() throws IOException {
        serve(heard);
        var link = connect();
        for (int i = 0; i < 500; i++) {
            link.send(new Message.Closed(i));
        }
        link.close();

        await().untilAsserted(() -> assertThat(heard.lost).hasSize(1));
        assertThat(heard.messages).hasSize(500);
        awaitNoThread("clutch-link-out");
        assertThat(lost).hasValue(0);
        assertThat(link.send(new Message.Closed(1))).isFalse();
    }

    @Test
    void linkThatWasNeverStartedCanBeClosed() throws IOException {
        serve(heard);
        WorkerLink.connect(socket, HELLO, LONG, Optional.empty()).link().close();

        awaitNoThread("clutch-link-out");
    }

    @Test
    void handlerThatFailsDoesNotEndTheLink() throws IOException {
        serve(heard);
        var accepted = WorkerLink.connect(socket, HELLO, LONG, Optional.empty());
        open.add(accepted.link());
        accepted.link()
                .start(
                        message -> {
                            received.add(message);
                            throw new IllegalStateException("a mistake in the worker");
                        },
                        lost::incrementAndGet);
        heard.links.get(0).send(new Message.Leader(true));
        heard.links.get(0).send(new Message.Leader(false));

        await().untilAsserted(() -> assertThat(received).hasSize(2));
        assertThat(lost).hasValue(0);
    }

    @Test
    void secondStartIsAMistake() throws IOException {
        serve(heard);
        var link = connect();

        assertThatThrownBy(() -> link.start(message -> {}, () -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wholeClusterConnectsAtOnce() throws IOException {
        serve(heard);
        var connecting =
                IntStream.rangeClosed(1, 64)
                        .mapToObj(
                                slot -> {
                                    var link = new CompletableFuture<WorkerLink>();
                                    new Thread(
                                                    () -> {
                                                        try {
                                                            link.complete(
                                                                    connect(
                                                                            Samples.hello(
                                                                                    slot, 1)));
                                                        } catch (IOException e) {
                                                            link.completeExceptionally(e);
                                                        }
                                                    })
                                            .start();
                                    return link;
                                })
                        .toList();
        var links = connecting.stream().map(CompletableFuture::join).toList();
        for (int i = 0; i < links.size(); i++) {
            links.get(i).send(new Message.Closed(i));
        }
        heard.links.forEach(link -> link.send(new Message.Workers(64)));

        await().untilAsserted(
                        () -> {
                            assertThat(heard.messages).hasSize(64);
                            assertThat(received).hasSize(64);
                        });
        assertThat(heard.hellos.stream().map(Message.Hello::worker).collect(Collectors.toSet()))
                .hasSize(64);
        links.forEach(WorkerLink::close);
        await().untilAsserted(() -> assertThat(heard.lost).hasSize(64));
    }

    private LinkServer serve(LinkListener listener) throws IOException {
        var server =
                LinkServer.open(
                        socket, PeerCheck.ownerOf(socket.getParent()), Optional.empty(), listener);
        open.add(server);
        return server;
    }

    private WorkerLink connect() throws IOException {
        return connect(HELLO);
    }

    private WorkerLink connect(Message.Hello hello) throws IOException {
        var link = WorkerLink.connect(socket, hello, LONG, Optional.empty()).link();
        synchronized (open) {
            open.add(link);
        }
        link.start(received::add, lost::incrementAndGet);
        return link;
    }

    private WorkerLink connectUnchecked() {
        try {
            return connect();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitNoThread(String name) {
        await().until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(t -> t.getName().equals(name)));
    }
}
