package io.clutch.listen;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two listeners are open all the time, others come and go: no connection may notice. */
final class SteeringUnderLoadTest {

    private static final int ROUNDS = 10_000;

    private final Posix posix = PosixForTests.get();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean over;

    @AfterEach
    void endThreads() throws InterruptedException {
        over = true;
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void connectionsOnlyReachOpenListeners() throws Exception {
        List<Future<Void>> servers = new ArrayList<>();
        try (var kernel = new RealKernel(posix, "127.0.0.1", List.of("127.0.0.1"))) {
            var group = kernel.group();
            var others = new ArrayList<Listener>();
            Set<Listener> open = Set.of(join(kernel, group, 1), join(kernel, group, 2));
            group.steer(open, Map.of());
            for (var listener : open) {
                var channel = kernel.channel(listener);
                channel.configureBlocking(true);
                servers.add(threads.submit(() -> accept(channel)));
            }
            Future<Void> client = threads.submit(() -> connect(kernel.server("127.0.0.1")));
            var random = new Random(1);
            for (int round = 1; round <= ROUNDS; round++) {
                if (others.isEmpty() || (others.size() < 5 && random.nextBoolean())) {
                    others.add(join(kernel, group, 2 + round));
                } else {
                    leave(kernel, group, others.remove(random.nextInt(others.size())));
                }
            }
            over = true;
            client.get(10, SECONDS);
            Awaitility.await("all accepted").until(() -> accepted.get() == connected.get());
            for (var listener : others) {
                assertThat(kernel.channel(listener).accept()).isNull();
            }
        }
        for (var server : servers) {
            server.get(10, SECONDS);
        }
        assertThat(connected).hasPositiveValue();
    }

    private static Listener join(RealKernel kernel, ReuseportGroup group, int slot) {
        group.beforeJoin();
        var listener = kernel.listen(new WorkerId(slot, 1));
        group.joined(listener);
        return listener;
    }

    private static void leave(RealKernel kernel, ReuseportGroup group, Listener listener)
            throws IOException {
        assertThat(group.beforeLeave(listener)).isTrue();
        assertThat(kernel.channel(listener).accept()).as("came to %s", listener).isNull();
        kernel.stop(listener);
        group.left(listener);
        assertThat(group.problem()).isNull();
    }

    private Void connect(InetSocketAddress server) throws IOException {
        while (!over) {
            try (var client = SocketChannel.open(server)) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                connected.incrementAndGet();
            }
        }
        return null;
    }

    private Void accept(ServerSocketChannel channel) throws IOException {
        while (true) {
            try {
                channel.accept().close();
                accepted.incrementAndGet();
            } catch (ClosedChannelException e) {
                return null;
            }
        }
    }
}
