package io.clutch.listen;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import io.clutch.posix.PosixException;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Every Unix-domain listener that the master has bound for its workers.
 *
 * <p>The kernel knows no groups of such listeners. So there is one for all: the first worker's own
 * socket, of which everybody else gets a duplicate in the place of theirs. That is one open file,
 * and it has one blocking mode: it never blocks, which blocking methods of the JDK cope with.
 *
 * <p>Each worker believes that the path is its own, deletes the file before it binds, and when it
 * ends. The file is put back each time, as long as anybody accepts.
 *
 * <p>What it is told of binds that it does not know, it ignores. Not thread-safe.
 */
public final class PathListeners implements AutoCloseable {

    /** What {@code java.nio.channels.ServerSocketChannel} takes where no backlog is given. */
    private static final int DEFAULT_BACKLOG = 50;

    /**
     * A socket to be bound.
     *
     * @param requestId names the bind within the worker
     * @param written the path as the application wrote it, which the socket's name is to be
     * @param absolute the same path, absolute
     * @param backlog as the application said; less than 1 for the JDK's default
     * @param socket the descriptor, which is the listeners' from now on
     */
    public record Wish(
            WorkerId worker,
            long requestId,
            String written,
            String absolute,
            int backlog,
            int socket) {}

    private final Posix posix;
    private final Optional<Path> directory;
    private final Consumer<String> trouble;
    private final Map<Path, SharedPath> paths = new LinkedHashMap<>();
    private int keptNames;
    private boolean closing;

    /**
     * Prepares.
     *
     * @param directory the master's own, where the files may have their second names
     * @param trouble takes a line for the log, when something is lost
     */
    PathListeners(Posix posix, Optional<Path> directory, Consumer<String> trouble) {
        this.posix = posix;
        this.directory = directory;
        this.trouble = trouble;
    }

    /**
     * Binds a worker's socket and makes it listen ({@link Outcome.Bound}), or finds it the listener
     * that is there ({@link Outcome.Inherited}). Ports are 0.
     */
    public Outcome bind(Wish wish) {
        Outcome outcome;
        try {
            outcome = tryToBind(wish);
        } catch (IOException | IllegalArgumentException e) {
            outcome = new Outcome.Declined(String.valueOf(e.getMessage()));
        }
        if (!(outcome instanceof Outcome.Bound)) {
            close(wish.socket());
        }
        return outcome;
    }

    private Outcome tryToBind(Wish wish) throws IOException {
        if (posix.option(wish.socket(), Posix.SOL_SOCKET, Posix.SO_DOMAIN) != Posix.AF_UNIX
                || posix.option(wish.socket(), Posix.SOL_SOCKET, Posix.SO_TYPE)
                        != Posix.SOCK_STREAM) {
            return new Outcome.Declined("it is no Unix-domain stream socket");
        }
        var place = place(wish);
        var shared = paths.get(place);
        return shared == null ? open(place, wish) : join(shared, wish);
    }

    /** Returns the one name of the path, by whatever links and relative steps it is written. */
    private static Path place(Wish wish) throws IOException {
        var absolute = Path.of(wish.absolute());
        var parent = realParent(absolute);
        var written = Path.of(wish.written());
        // What bind(2) makes of it, whatever the property user.dir says.
        if (!written.isAbsolute()
                && !realParent(Path.of("/proc/self/cwd").resolve(written)).equals(parent)) {
            throw new IOException("the master's working directory is not the worker's");
        }
        return parent.resolve(absolute.getFileName());
    }

    private static Path realParent(Path path) throws IOException {
        var parent = path.getParent();
        if (parent == null || path.getFileName() == null) {
            throw new IOException(path + " is no path of a socket");
        }
        return parent.toRealPath();
    }

    /** The first bind of a path: the kernel decides whether it is free. */
    private Outcome open(Path place, Wish wish) throws IOException {
        int socket = wish.socket();
        posix.bind(socket, SocketAddresses.encode(UnixDomainSocketAddress.of(wish.written())));
        var file = SocketFile.at(place);
        try {
            posix.listen(socket, wish.backlog() < 1 ? DEFAULT_BACKLOG : wish.backlog());
            posix.nonBlocking(socket, true);
        } catch (PosixException e) {
            // The JDK listens next, and tells the application why that cannot be.
            close(socket);
            return new Outcome.Bound(0);
        }
        if (!closing) {
            file.keep(secondNames(place));
        }
        var shared = new SharedPath(socket, file);
        shared.join(wish.worker(), wish.requestId());
        paths.put(place, shared);
        return new Outcome.Bound(0);
    }

    private List<Path> secondNames(Path place) {
        List<Path> names = new ArrayList<>();
        keptNames++;
        directory.ifPresent(own -> names.add(own.resolve("path-" + keptNames)));
        names.add(
                place.resolveSibling(
                        ".%s.clutch-%d"
                                .formatted(place.getFileName(), ProcessHandle.current().pid())));
        return names;
    }

    private Outcome join(SharedPath shared, Wish wish) throws IOException {
        var path = shared.file().path();
        if (shared.isHeldBy(wish.worker())) {
            return new Outcome.Declined("worker %s listens there".formatted(wish.worker()));
        }
        boolean there = closing ? shared.file().isThere() : shared.file().restore();
        if (!there) {
            var why =
                    path
                            + " is not the file that other workers listen at, nor can that be"
                            + " restored";
            trouble.accept("slot %d: %s".formatted(wish.worker().slot(), why));
            return new Outcome.Declined(why);
        }
        // One of its holders may have switched it back.
        posix.nonBlocking(shared.listener(), true);
        shared.join(wish.worker(), wish.requestId());
        return new Outcome.Inherited(0, shared.listener());
    }

    /** A bind has come to nothing in the worker, or the application has closed the listener. */
    void closed(WorkerId worker, long requestId) {
        for (var shared : all()) {
            if (shared.close(worker, requestId)) {
                endUnlessHeld(shared);
            }
        }
        restore();
    }

    /**
     * A worker's process has ended.
     *
     * @param inherited whether the slot's next process is expected to bind the same paths
     */
    void gone(WorkerId worker, boolean inherited) {
        for (var shared : all()) {
            shared.gone(worker, inherited);
            endUnlessHeld(shared);
        }
        restore();
    }

    /** Waits no longer for the next processes of those slots. */
    void closeOrphans(IntPredicate slots) {
        for (var shared : all()) {
            shared.leave(slots);
            endUnlessHeld(shared);
        }
    }

    /** Puts every file back that somebody has deleted. */
    public void restore() {
        if (closing) {
            return;
        }
        for (var shared : paths.values()) {
            if (shared.isFreshlyLost()) {
                trouble.accept(
                        "%s is gone, or another file, and cannot be restored: clients do not find the workers that listen there"
                                .formatted(shared.file().path()));
            }
        }
    }

    /** Returns whether there is any listener. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Puts no file back any more; whoever deletes it closes the path for new clients. */
    void closeDoors() {
        closing = true;
        paths.values().forEach(shared -> shared.file().forget());
    }

    /** Returns the paths that workers listen at, in the order in which they came. */
    List<SharedAddress> addresses() {
        return paths.values().stream().map(SharedPath::describe).toList();
    }

    /** Ends every listener. The files stay, as the JDK leaves them. */
    @Override
    public void close() {
        all().forEach(this::end);
    }

    private void endUnlessHeld(SharedPath shared) {
        if (shared.isEmpty()) {
            end(shared);
        }
    }

    private void end(SharedPath shared) {
        paths.values().remove(shared);
        shared.file().forget();
        close(shared.listener());
    }

    private void close(int descriptor) {
        try {
            posix.close(descriptor);
        } catch (PosixException e) {
            // Linux has released the number whatever close(2) says.
        }
    }

    private List<SharedPath> all() {
        return List.copyOf(paths.values());
    }
}
