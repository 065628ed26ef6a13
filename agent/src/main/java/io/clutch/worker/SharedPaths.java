package io.clutch.worker;

import io.clutch.posix.Posix;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The application's Unix-domain server channels, whose listeners other workers accept from as well.
 *
 * <p>A worker that stops must not take any more from them. The application goes on accepting until
 * it gets to closing its channels, so their descriptors come to mean other listeners, which nobody
 * can reach.
 */
final class SharedPaths {

    private static final int BACKLOG = 1;

    private final Posix posix;
    private final Path directory;
    private final WorkerLog log;
    private final List<WeakReference<Channel>> channels = new CopyOnWriteArrayList<>();
    private final Lock exchanging = new ReentrantLock();

    /**
     * Prepares.
     *
     * @param directory the master's own, where nobody but this user can do anything
     */
    SharedPaths(Posix posix, Path directory, WorkerLog log) {
        this.posix = posix;
        this.directory = directory;
        this.log = log;
    }

    /** Adds a channel that shares its listener from now on. */
    void add(Channel channel) {
        channels.removeIf(known -> known.refersTo(null));
        channels.add(new WeakReference<>(channel));
    }

    /**
     * Is passed by everybody who closes a channel, which is marked as closed by then, and still has
     * its descriptor.
     *
     * <p>So {@link #leaveToOthers} either sees that mark, or has the descriptor for itself until it
     * is done: it cannot hit a number that has come to mean something else.
     */
    void closing() {
        exchanging.lock();
        try {
            // To have passed is all.
        } finally {
            exchanging.unlock();
        }
    }

    /** Accepts nothing any more; what waits in the listeners is for the others. */
    void leaveToOthers() {
        for (var reference : channels) {
            var channel = reference.get();
            exchanging.lock();
            try {
                if (channel != null && channel.isOpen()) {
                    exchange(posix.descriptorOf(channel));
                }
            } catch (IOException e) {
                log.debug("goes on accepting from a shared path: " + e.getMessage());
            } finally {
                exchanging.unlock();
            }
        }
    }

    private void exchange(int descriptor) throws IOException {
        int unreachable = unreachable();
        try {
            new Inheritance(posix).exchange(descriptor, unreachable);
        } finally {
            posix.close(unreachable);
        }
    }

    /** Returns a listener without a file; an abstract address would be open to all users. */
    private int unreachable() throws IOException {
        int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
        try {
            var file = directory.resolve("d" + ProcessHandle.current().pid());
            posix.bind(socket, SocketAddresses.encode(UnixDomainSocketAddress.of(file)));
            Files.delete(file);
            posix.nonBlocking(socket, true);
            posix.listen(socket, BACKLOG);
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            posix.close(socket);
            throw e;
        }
    }
}
