package io.clutch.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's end of all links: one Unix-domain socket, one thread.
 *
 * <p>Whoever connects must be of the master's own user and must say Hello in time; nonsense closes
 * the one link it came over.
 */
public final class LinkServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("clutch");
    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(10);

    private final Path socket;
    private final PeerCheck peerCheck;
    private final LinkListener listener;
    private final long helloNanos;
    private final Selector selector;
    private final Thread thread;
    private volatile ServerSocketChannel server;
    private volatile boolean closed;

    private LinkServer(
            Path socket, PeerCheck peerCheck, LinkListener listener, Duration helloTimeout)
            throws IOException {
        this.socket = socket;
        this.peerCheck = peerCheck;
        this.listener = listener;
        this.helloNanos = helloTimeout.toNanos();
        selector = Selector.open();
        server = bind();
        thread = new Thread(this::run, "clutch-link");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens the socket and begins to listen.
     *
     * @param socket where; the directory must exist and be private
     * @param peerCheck who may connect
     * @param listener hears what comes in, on the link thread
     * @throws IOException if the socket cannot be made
     */
    public static LinkServer open(Path socket, PeerCheck peerCheck, LinkListener listener)
            throws IOException {
        return open(socket, peerCheck, listener, HELLO_TIMEOUT);
    }

    static LinkServer open(
            Path socket, PeerCheck peerCheck, LinkListener listener, Duration helloTimeout)
            throws IOException {
        return new LinkServer(socket, peerCheck, listener, helloTimeout);
    }

    /**
     * Makes the socket file again if something removed it, as cleaners of temp directories do.
     * Links that are up live on.
     *
     * @throws IOException if that is not possible
     */
    public void ensurePresent() throws IOException {
        if (Files.exists(socket) || closed) {
            return;
        }
        log.warn("{} had been removed; making it again", socket);
        var old = server;
        server = bind();
        old.close();
        selector.wakeup();
    }

    /** Closes all links and removes the socket. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerSocketChannel bind() throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.createDirectories(socket.getParent());
            channel.bind(UnixDomainSocketAddress.of(socket), 128);
            // Nobody slips in before this line: the directory is 0700.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(Math.max(1, helloNanos / 2_000_000));
                var keys = new ArrayList<>(selector.selectedKeys());
                selector.selectedKeys().clear();
                for (var key : keys) {
                    serve(key);
                }
                dropSilent();
            }
        } catch (IOException | RuntimeException e) {
            log.error("the link thread ends: {}; workers will shut down", e.toString());
        } finally {
            shutDown();
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.attachment() instanceof Link link) {
                serve(link, key);
            } else if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            }
        } catch (CancelledKeyException e) {
            // Closed between select and now; whoever closed it has reported it.
        }
    }

    private void accept(ServerSocketChannel server) {
        try {
            var channel = server.accept();
            if (channel == null) {
                return;
            }
            var refusal = peerCheck.refusal(channel);
            if (refusal != null) {
                log.warn("a link was refused: {}", refusal);
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            var link = new Link(channel, System.nanoTime());
            link.register(channel.register(selector, SelectionKey.OP_READ, link));
        } catch (ClosedChannelException e) {
            // Replaced by ensurePresent.
        } catch (IOException e) {
            log.warn("a link could not be accepted: {}", e.getMessage());
            pause();
        }
    }

    /**
     * Out of descriptors, accept fails at once and the socket stays readable: without a pause that
     * would spin.
     */
    private void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Link link, SelectionKey key) {
        try {
            if (key.isWritable()) {
                link.flush();
            }
            if (link.finished() == null && key.isReadable()) {
                int read = link.inbox().fill(link.channel());
                for (Message m = link.inbox().next(); m != null; m = link.inbox().next()) {
                    deliver(link, m);
                }
                if (read < 0) {
                    drop(link, "the worker closed it");
                    return;
                }
            }
            var reason = link.finished();
            if (reason != null) {
                drop(link, reason);
            }
        } catch (ProtocolException e) {
            log.warn("a link was dropped: it sent {}", e.getMessage());
            drop(link, "it sent " + e.getMessage());
        } catch (IOException e) {
            drop(link, e.getMessage());
        }
    }

    private void deliver(Link link, Message message) throws ProtocolException {
        if (message instanceof Message.Hello hello) {
            if (link.presented()) {
                throw new ProtocolException("a second greeting");
            }
            link.markPresented();
            listener.hello(link, hello);
        } else if (!link.presented()) {
            throw new ProtocolException("something else before its greeting");
        } else if (message instanceof Message.FromWorker fromWorker) {
            listener.message(link, fromWorker);
        } else {
            throw new ProtocolException("what only a master says");
        }
    }

    private void drop(Link link, String reason) {
        try {
            link.channel().close();
        } catch (IOException e) {
            log.debug("closing a link: {}", e.getMessage());
        }
        if (link.presented()) {
            listener.lost(link, reason);
        }
    }

    private void dropSilent() {
        long now = System.nanoTime();
        for (var key : new ArrayList<>(selector.keys())) {
            if (key.attachment() instanceof Link link
                    && key.isValid()
                    && !link.presented()
                    && now - link.openedNanos() > helloNanos) {
                log.warn("a link was dropped: it sent no greeting in time");
                drop(link, "no greeting");
            }
        }
    }

    private void shutDown() {
        try {
            for (var key : new ArrayList<>(selector.keys())) {
                if (key.attachment() instanceof Link link) {
                    link.flush();
                }
                key.channel().close();
            }
            selector.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.debug("closing the links: {}", e.getMessage());
        }
    }
}
