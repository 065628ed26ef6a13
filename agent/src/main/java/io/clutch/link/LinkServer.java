package io.clutch.link;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's end of all links: one socket, one daemon thread {@code clutch-link}.
 *
 * <p>A connection of another user, one that does not say hello within 10 s, and one that sends what
 * is no message, is dropped with one line in the log; the others do not notice.
 */
public final class LinkServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("clutch");

    /** Accepts a connection; a test puts a failing one in its place. */
    interface Door {
        SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    private final PeerCheck check;
    private final LinkTimes times;
    private final Door door;
    private final Optional<Posix> posix;
    private final LinkListener listener;
    private final Selector selector;
    private final Thread thread = new LinkThread(this::run, "clutch-link");

    /** Every link that has not ended; of the link thread alone. */
    private final List<Link> links = new ArrayList<>();

    /**
     * The accepting key that has been put aside since accepting failed, or null; of the link thread
     * alone.
     */
    private SelectionKey paused;

    private long pausedUntil;

    /** Changed under this object's monitor. */
    private volatile SocketFile file;

    private volatile boolean closed;

    private LinkServer(
            SocketFile file,
            PeerCheck check,
            LinkTimes times,
            Door door,
            Optional<Posix> posix,
            LinkListener listener)
            throws IOException {
        this.file = file;
        this.check = check;
        this.times = times;
        this.door = door;
        this.posix = posix;
        this.listener = listener;
        this.selector = Selector.open();
    }

    /**
     * Listens for workers.
     *
     * @param socket where; the directory exists and is 0700. A file that a dead process left there
     *     is replaced
     * @param check who may connect
     * @param posix what descriptors travel by; without it none do
     * @param listener hears what comes, on the link thread
     * @throws IOException if the socket cannot be made
     */
    public static LinkServer open(
            Path socket, PeerCheck check, Optional<Posix> posix, LinkListener listener)
            throws IOException {
        return open(socket, check, LinkTimes.USUAL, ServerSocketChannel::accept, posix, listener);
    }

    static LinkServer open(
            Path socket,
            PeerCheck check,
            LinkTimes times,
            Door door,
            Optional<Posix> posix,
            LinkListener listener)
            throws IOException {
        SocketFile file = SocketFile.bind(socket);
        try {
            LinkServer server = new LinkServer(file, check, times, door, posix, listener);
            file.channel().register(server.selector, SelectionKey.OP_ACCEPT);
            server.thread.start();
            return server;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Returns whether a new worker would find the socket. Those who clean temporary directories
     * remove it.
     */
    public boolean present() {
        return file.present();
    }

    /**
     * Makes the socket file again if it is no longer {@linkplain #present there}, and its directory
     * if that is gone, too. Links that are up live on. Does nothing once the server is closed.
     *
     * @throws IOException if that is not possible, or the directory is not this user's alone;
     *     nothing has changed then
     */
    public synchronized void ensurePresent() throws IOException {
        if (closed || file.present()) {
            return;
        }
        LOG.warn("{} had been removed; making it again", file.path());
        SocketFile fresh = file.again();
        fresh.channel().register(selector, SelectionKey.OP_ACCEPT);
        SocketFile old = file;
        file = fresh;
        // Not old.close(): the new file may have got the old one's inode, and so pass for it.
        old.channel().close();
        selector.wakeup();
    }

    /**
     * Removes the socket and closes all links after what was sent is written; waits for that, at
     * most a second or two.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                file.close();
                selector.wakeup();
            }
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(times.flush().toMillis() + TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the thread finishes without us
            }
        }
    }

    private void run() {
        while (!closed || !links.isEmpty()) {
            try {
                turn();
            } catch (IOException | RuntimeException | Error e) {
                // Not foreseen, hence not fatal: a master without links would lose its cluster.
                // Without the pause, something that fails every time would eat a processor.
                LOG.error("the link thread failed, and goes on", e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the links' selector: {}", e.getMessage());
        }
    }

    /** Waits until there is something to do, and does it. */
    private void turn() throws IOException {
        selector.select(millisLeft(System.nanoTime()));
        for (SelectionKey key : selector.selectedKeys()) {
            serve(key);
        }
        selector.selectedKeys().clear();
        if (closed) {
            links.forEach(link -> link.close("the master closed the link"));
        }
        long now = System.nanoTime();
        links.removeIf(link -> !link.turn(now));
        if (paused != null && now - pausedUntil >= 0) {
            interest(paused, SelectionKey.OP_ACCEPT);
            paused = null;
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept(key);
            } else if (key.isReadable()) {
                ((Link) key.attachment()).readable();
            }
        } catch (CancelledKeyException e) {
            // ensurePresent or close took the server socket away since; links end in this thread.
        }
    }

    /**
     * Returns for how many milliseconds to wait, 0 for ever: until the first of what is due, and
     * not shorter.
     */
    private long millisLeft(long now) {
        long nanos = paused == null ? Long.MAX_VALUE : pausedUntil - now;
        for (Link link : links) {
            nanos = Math.min(nanos, link.nanosLeft(now));
        }
        return nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(Math.max(nanos, 0)) + 1;
    }

    private void accept(SelectionKey key) {
        SocketChannel peer;
        try {
            peer = door.accept((ServerSocketChannel) key.channel());
        } catch (IOException e) {
            if (key.channel().isOpen()) {
                // Most likely there is no file descriptor left. The connection stays in the
                // backlog, so the selector would report it again at once, and for ever.
                LOG.warn("cannot accept a worker's connection, will try again: {}", e.getMessage());
                interest(key, 0);
                paused = key;
                pausedUntil = System.nanoTime() + times.acceptPause().toNanos();
            }
            return;
        }
        if (peer != null) {
            admit(peer);
        }
    }

    private static void interest(SelectionKey key, int operations) {
        try {
            key.interestOps(operations);
        } catch (CancelledKeyException e) {
            // As in serve.
        }
    }

    private void admit(SocketChannel peer) {
        try {
            String refusal = check.refusal(peer);
            if (refusal != null) {
                LOG.warn("a link was refused: {}", refusal);
                peer.close();
                return;
            }
            peer.configureBlocking(false);
            SelectionKey key = peer.register(selector, SelectionKey.OP_READ);
            Link link = new Link(Wire.of(peer, posix), posix, key, listener, times);
            key.attach(link);
            links.add(link);
        } catch (IOException | RuntimeException e) {
            LOG.warn("a link was refused: {}", e.toString());
            closeQuietly(peer);
        }
    }

    private static void closeQuietly(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            LOG.debug("closing a refused link: {}", e.getMessage());
        }
    }
}
