package io.clutch.admin;

import io.clutch.link.PeerCheck;
import io.clutch.master.Cluster;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of a master: takes the requests of {@code java -jar clutch.jar status} and its
 * sisters and passes them on to the cluster.
 *
 * <p>One daemon thread, {@code clutch-control}, serves all clients and never waits for one: a
 * client that says nothing, or does not read its answer, costs a place among the few clients for a
 * few seconds and nothing else. See the package for the protocol.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("clutch");
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Path socket;
    private final Requests requests;
    private final PeerCheck peerCheck;
    private final Limits limits;
    private final Selector selector;
    private final Door door;
    private final Thread thread;

    // The control thread's.
    private final Set<Conversation> conversations = new HashSet<>();

    private volatile boolean closing;

    private ControlServer(
            Path socket, Requests requests, PeerCheck peerCheck, Limits limits, Selector selector)
            throws IOException {
        this.socket = socket;
        this.requests = requests;
        this.peerCheck = peerCheck;
        this.limits = limits;
        this.selector = selector;
        door = new Door(socket, selector, limits.round());
        thread = new Thread(this::run, "clutch-control");
        thread.setDaemon(true);
    }

    /**
     * Opens the socket and starts to serve.
     *
     * @param socket the path, in a directory that only the owner may enter; what a dead process
     *     left there is replaced
     * @param cluster what to control
     * @param version the version of this master, for the command {@code version}
     * @param peerCheck who may talk
     * @throws IOException if the socket cannot be made there, with the path in its message
     */
    public static ControlServer open(
            Path socket, Cluster cluster, String version, PeerCheck peerCheck) throws IOException {
        return open(socket, cluster, version, peerCheck, Limits.USUAL);
    }

    static ControlServer open(
            Path socket, Cluster cluster, String version, PeerCheck peerCheck, Limits limits)
            throws IOException {
        Selector selector = Selector.open();
        try {
            var requests = new Requests(cluster, version);
            var server = new ControlServer(socket, requests, peerCheck, limits, selector);
            server.thread.start();
            return server;
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw new IOException(
                    "cannot make the control socket %s: %s".formatted(socket, e.getMessage()), e);
        }
    }

    /**
     * Takes no more requests, gives the clients a second to take what is already said to them
     * (those still waiting hear that the master ends), and removes the socket. Waits for that.
     */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(LAST_WORDS.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                turn(nanosToNextDeadline());
            }
            sayGoodbye();
        } catch (IOException | RuntimeException e) {
            log.error("the control socket {} is lost, the cluster goes on", socket, e);
        } finally {
            conversations.forEach(Conversation::close);
            closeQuietly(door);
            closeQuietly(selector);
        }
    }

    private void turn(long nanos) throws IOException {
        // Rounded up: a wait of 0 ms would mean for ever.
        selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        long now = System.nanoTime();
        door.accept().ifPresent(channel -> welcome(channel, now));
        door.tend(now);
        // All of them, selected or not: another thread may have added a line. They are few.
        for (Conversation conversation : conversations) {
            conversation.advance(now);
            conversation.expire(now);
        }
        conversations.removeIf(Conversation::closed);
        selector.selectedKeys().clear();
    }

    private long nanosToNextDeadline() {
        long now = System.nanoTime();
        long nanos = limits.round().toNanos();
        for (Conversation conversation : conversations) {
            nanos = Math.min(nanos, conversation.nanosLeft(now));
        }
        return nanos;
    }

    private void welcome(SocketChannel channel, long now) {
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            long others = conversations.stream().filter(Conversation::served).count();
            var conversation =
                    new Conversation(channel, key, requests, limits, now, selector::wakeup);
            conversations.add(conversation);
            String refusal = peerCheck.refusal(channel);
            if (refusal != null) {
                log.warn("turned a client of the control socket away: {}", refusal);
                conversation.refuse(refusal, now);
            } else if (others >= limits.clients()) {
                conversation.refuse(
                        "the master serves %d clients already, and no more; try again"
                                .formatted(limits.clients()),
                        now);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("dropped a client of the control socket: {}", e.toString());
            closeQuietly(channel);
        }
    }

    private void sayGoodbye() throws IOException {
        door.close();
        long start = System.nanoTime();
        for (Conversation conversation : conversations) {
            conversation.refuse("the master ends", start);
        }
        conversations.removeIf(Conversation::closed);
        while (!conversations.isEmpty() && System.nanoTime() - start < LAST_WORDS.toNanos()) {
            turn(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("cannot close {}: {}", closeable, e.toString());
        }
    }
}
