package io.clutch.listen;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Listeners come and go, some of them open and others never, while a client connects as fast as it
 * can: no connection may get lost, or arrive where it should not.
 */
final class SteeringUnderLoadTest {

    private static final int ROUNDS = 2_000;
    private static final int OPEN = 2;
    private static final int MAX_SHUT = 4;

    private final Random random = new Random(1);
    private final Posix posix = PosixForTests.get();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Listener> open = new ArrayList<>();
    private final List<Listener> shut = new ArrayList<>();
    private RealKernel kernel;
    private ReuseportGroup group;
    private int slots;
    private volatile boolean over;

    @BeforeEach
    void listen() {
        kernel = new RealKernel(posix, "127.0.0.1", List.of("127.0.0.1"));
        group = kernel.group();
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        over = true;
        kernel.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void connectionsOnlyReachOpenListeners() throws Exception {
        for (int i = 0; i < OPEN; i++) {
            open.add(joinAndServe());
        }
        steer();
        var server = kernel.server("127.0.0.1");
        Future<Void> client = threads.submit(() -> connect(server));
        for (int round = 0; round < ROUNDS; round++) {
            int kind = random.nextInt(10);
            if (kind < 2) {
                replaceAnOpenOne();
            } else if (shut.isEmpty() || (kind < 6 && shut.size() < MAX_SHUT)) {
                shut.add(join());
            } else {
                leave(shut.remove(random.nextInt(shut.size())));
            }
        }
        over = true;
        client.get(10, SECONDS);
        await("all to be accepted").until(() -> accepted.get() == connected.get());
        for (var listener : shut) {
            assertThat(kernel.channel(listener).accept()).isNull();
        }
    }

    /** What a reload does with one slot. */
    private void replaceAnOpenOne() throws IOException {
        var old = open.remove(random.nextInt(open.size()));
        open.add(joinAndServe());
        steer();
        int before = connected.get();
        // The client does one thing at a time: the second came after the steering, as all after it.
        await("two more connections").until(() -> connected.get() >= before + 2);
        await("an empty queue").until(() -> posix.tcpInfo(old.descriptor()).unacked() == 0);
        leave(old);
    }

    private void steer() {
        group.steer(new HashSet<>(open), Map.of());
    }

    private Listener joinAndServe() throws IOException {
        var listener = join();
        var channel = kernel.channel(listener);
        channel.configureBlocking(true);
        threads.execute(() -> accept(channel));
        return listener;
    }

    private Listener join() {
        group.beforeJoin();
        var listener = kernel.listen(new WorkerId(++slots, 1));
        group.joined(listener);
        return listener;
    }

    private void leave(Listener listener) throws IOException {
        assertThat(group.beforeLeave(listener)).isTrue();
        if (!kernel.channel(listener).isBlocking()) {
            assertThat(kernel.channel(listener).accept()).as("came to %s", listener).isNull();
        }
        kernel.stop(listener);
        group.left(listener);
        assertThat(group.problem()).isNull();
    }

    private Void connect(InetSocketAddress server) throws IOException {
        while (!over) {
            try (var client = SocketChannel.open(server)) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                connected.incrementAndGet();
            }
        }
        return null;
    }

    /** Goes on until the listener is stopped. What it fails to accept is missed in the end. */
    private void accept(ServerSocketChannel channel) {
        try {
            while (true) {
                channel.accept().close();
                accepted.incrementAndGet();
            }
        } catch (IOException e) {
            // Stopped, or closed.
        }
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1));
    }
}
