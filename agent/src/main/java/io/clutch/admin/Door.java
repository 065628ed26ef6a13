package io.clutch.admin;

import io.clutch.link.PrivateDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening end of the control socket. Used by the control thread alone. */
final class Door implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("clutch");
    private static final int QUEUE = 64;

    private final Path socket;
    private final Selector selector;
    private final Duration round;
    private final UserPrincipal owner;
    private SelectionKey key;
    private long lastRound = System.nanoTime();

    /**
     * Binds and begins to listen; what a dead process left at the path is replaced.
     *
     * @param round how often {@link #tend} looks after things
     */
    Door(Path socket, Selector selector, Duration round) throws IOException {
        this.socket = socket;
        this.selector = selector;
        this.round = round;
        Files.deleteIfExists(socket);
        owner = Files.getOwner(socket.toAbsolutePath().getParent());
        key = bind();
    }

    /** Returns the next client, if there is one. */
    Optional<SocketChannel> accept() {
        if (!key.isValid() || !key.isAcceptable()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(((ServerSocketChannel) key.channel()).accept());
        } catch (IOException e) {
            // Out of descriptors, most likely. The client stays in the queue, and the selector
            // would report it without end: leave it alone until the next round.
            key.interestOps(0);
            log.warn(
                    "cannot accept a client of the control socket, next attempt in {} s: {}",
                    round.toSeconds(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Once in a round, accepts again what could not be accepted, and makes the socket file again if
     * something removed it, as cleaners of temp directories do.
     */
    void tend(long now) {
        if (now - lastRound < round.toNanos() || !key.isValid()) {
            return;
        }
        lastRound = now;
        key.interestOps(SelectionKey.OP_ACCEPT);
        if (Files.exists(socket)) {
            return;
        }
        try {
            SelectionKey old = key;
            PrivateDirectory.again(socket.toAbsolutePath().getParent(), owner);
            key = bind();
            old.channel().close();
            log.warn("{} had been removed; made it again", socket);
        } catch (IOException | RuntimeException e) {
            log.warn("{} was removed and cannot be made again: {}", socket, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        if (key.channel().isOpen()) {
            key.channel().close();
            Files.deleteIfExists(socket);
        }
    }

    private SelectionKey bind() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket), QUEUE);
            // Nobody slips in before this line: the directory is 0700.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            listener.configureBlocking(false);
            return listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }
}
