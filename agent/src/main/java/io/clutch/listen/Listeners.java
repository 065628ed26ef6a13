package io.clutch.listen;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Every listener that the master has bound for its workers, and which of them get new connections.
 *
 * <p>A worker hands its socket over before it is bound. The master binds it, makes it listen and
 * keeps a duplicate. So a listener with its queue outlives the process that accepts from it: it
 * waits, an <em>orphan</em>, for the slot's next process. And the sockets of a group come and go by
 * the master's hand alone, by {@code listen} and {@code shutdown}: that is why it knows their
 * order, which steering depends on.
 *
 * <p>The first socket at an endpoint is bound without SO_REUSEPORT, so that the kernel checks it
 * against everybody else, a second copy of the same command included; then it is made shareable,
 * and others join.
 *
 * <p>What it is told of binds that it does not know, it ignores: they are not its own, or the
 * message is older than the end of its sender. Not thread-safe.
 */
public final class Listeners implements AutoCloseable {

    /**
     * A socket to be bound.
     *
     * @param requestId names the bind within the worker
     * @param address the literal IP address
     * @param port the port, 0 if the system shall choose
     * @param ordinal for port 0: the how-many-th such bind on this address in this process
     * @param backlog as the application said; less than 1 for the JDK's default
     * @param socket the descriptor, which is the listeners' from now on
     */
    public record Wish(
            WorkerId worker,
            long requestId,
            String address,
            int port,
            int ordinal,
            int backlog,
            int socket) {}

    private final Sockets sockets;
    private final Function<Endpoint, ReuseportGroup> kernelGroups;
    private final Steering steering;
    private final PathListeners paths;
    private final Consumer<String> trouble;
    private final Map<Endpoint, Group> groups = new LinkedHashMap<>();
    private final ChosenPorts chosenPorts = new ChosenPorts();
    private final Set<WorkerId> admitted = new HashSet<>();
    private final Map<Integer, WorkerId> probes = new HashMap<>();
    private boolean troubleTold;

    /**
     * Prepares.
     *
     * @param paths the listeners that are not on the Internet; told whatever these are told
     * @param trouble takes a line for the log, when something is lost
     */
    Listeners(
            Sockets sockets,
            Function<Endpoint, ReuseportGroup> kernelGroups,
            Steering steering,
            PathListeners paths,
            Consumer<String> trouble) {
        this.sockets = sockets;
        this.steering = steering;
        this.paths = paths;
        this.kernelGroups = kernelGroups;
        this.trouble = trouble;
    }

    /**
     * Returns the listeners of a master that the native library is there for.
     *
     * @param directory the master's own, empty if it has none
     * @param trouble takes a line for the log, when something is lost
     */
    public static Listeners of(Posix posix, Optional<Path> directory, Consumer<String> trouble) {
        return new Listeners(
                new PosixSockets(posix),
                endpoint -> new ReuseportGroup(posix, endpoint.takesAllOfIpv4()),
                Steering.probe(posix),
                new PathListeners(posix, directory, trouble),
                trouble);
    }

    /** Returns why new connections cannot be steered on this machine, empty if they can. */
    public Optional<String> problem() {
        return Optional.ofNullable(steering.problem());
    }

    /** Returns the Unix-domain listeners. */
    public PathListeners paths() {
        return paths;
    }

    /** Binds a worker's socket, makes it listen, or finds it a listener to inherit. */
    public Outcome bind(Wish wish) {
        try {
            var outcome = tryToBind(wish);
            if (!(outcome instanceof Outcome.Bound)) {
                sockets.close(wish.socket());
            }
            return outcome;
        } catch (IOException e) {
            sockets.close(wish.socket());
            return new Outcome.Declined(e.getMessage());
        }
    }

    private Outcome tryToBind(Wish wish) throws IOException {
        var wanted = sockets.endpoint(wish.socket(), wish.address(), wish.port());
        if (wish.port() != 0) {
            return bindAt(wanted, wish);
        }
        var chosen = chosenPorts.find(wanted, wish.ordinal());
        if (chosen.isPresent()) {
            try {
                return bindAt(wanted.at(chosen.getAsInt()), wish);
            } catch (IOException e) {
                // Somebody else has taken it since its last holder went; the system chooses again.
                chosenPorts.forget(wanted, wish.ordinal());
            }
        }
        var outcome = bindAt(wanted, wish);
        if (outcome instanceof Outcome.Bound bound) {
            chosenPorts.remember(wanted, wish.ordinal(), bound.port(), groups::containsKey);
        }
        return outcome;
    }

    private Outcome bindAt(Endpoint endpoint, Wish wish) throws IOException {
        var group = groups.get(endpoint);
        if (group == null) {
            return open(endpoint, wish);
        }
        var orphan = group.orphanOf(wish.worker().slot());
        if (orphan.isPresent()) {
            group.inherit(orphan.get(), wish.worker(), wish.requestId());
            steer(group);
            return new Outcome.Inherited(endpoint.port(), orphan.get().listener().descriptor());
        }
        if (group.isHeldBy(wish.worker()) && !sockets.reusePort(wish.socket())) {
            return new Outcome.Declined("worker %s listens there".formatted(wish.worker()));
        }
        return join(group, wish);
    }

    /** The first socket at an endpoint: the kernel decides whether it may be there. */
    private Outcome open(Endpoint endpoint, Wish wish) throws IOException {
        int socket = wish.socket();
        sockets.bind(socket, endpoint);
        int port = sockets.port(socket);
        try {
            // Not before the bind: a stranger's socket that has the option set would let it in.
            sockets.reusePort(socket, true);
            sockets.listen(socket, wish.backlog());
        } catch (IOException e) {
            return leaveToApplication(port);
        }
        var place = endpoint.at(port);
        var group = new Group(place, sockets, kernelGroups.apply(place));
        groups.put(place, group);
        return add(group, wish);
    }

    private Outcome join(Group group, Wish wish) throws IOException {
        int socket = wish.socket();
        boolean applications = sockets.reusePort(socket);
        try {
            sockets.reusePort(socket, true);
            sockets.bind(socket, group.endpoint());
        } catch (IOException e) {
            sockets.reusePort(socket, applications);
            throw e;
        }
        group.beforeJoin();
        try {
            sockets.listen(socket, wish.backlog());
        } catch (IOException e) {
            return leaveToApplication(group.endpoint().port());
        }
        return add(group, wish);
    }

    /** The JDK listens next, and tells the application why that cannot be. */
    private static Outcome leaveToApplication(int port) {
        return new Outcome.Bound(port);
    }

    private Outcome add(Group group, Wish wish) {
        group.add(
                new Held(
                        new Listener(wish.socket(), wish.worker()),
                        wish.worker(),
                        wish.requestId(),
                        wish.address()));
        steer(group);
        return new Outcome.Bound(group.endpoint().port());
    }

    /** A bind has come to nothing in the worker, or the application has closed the listener. */
    public void closed(WorkerId worker, long requestId) {
        for (var group : all()) {
            group.find(worker, requestId).ifPresent(held -> end(group, held));
        }
        paths.closed(worker, requestId);
    }

    /** A worker's process has ended. */
    public void gone(WorkerId worker, Estate estate) {
        admitted.remove(worker);
        probes.values().removeIf(worker::equals);
        for (var group : all()) {
            for (var held : group.members()) {
                if (held.isOf(worker)) {
                    if (isKept(held, estate)) {
                        held.orphan();
                    } else {
                        end(group, held);
                    }
                }
            }
            steer(group);
        }
        // Whoever waits at a path waits for all workers that share it.
        paths.gone(worker, estate == Estate.INHERITED);
    }

    private boolean isKept(Held held, Estate estate) {
        return switch (estate) {
            case INHERITED, KEPT -> true;
            case KEPT_IF_AWAITED -> waiting(held) > 0;
            case ENDED -> false;
        };
    }

    /** Returns whether any listener waits for a process of that slot. */
    public boolean hasOrphans(int slot) {
        return groups.values().stream().anyMatch(group -> group.orphanOf(slot).isPresent());
    }

    /** Returns whether a connection waits in a listener that waits for a process of that slot. */
    public boolean hasAwaitedOrphans(int slot) {
        return groups.values().stream()
                .flatMap(group -> group.members().stream())
                .anyMatch(held -> held.isOrphanOf(slot) && waiting(held) > 0);
    }

    /** Closes the listeners of that slot that no process has inherited, and nobody waits in. */
    public void closeIdleOrphans(int slot) {
        for (var group : all()) {
            for (var held : group.members()) {
                if (held.isOrphanOf(slot) && waiting(held) == 0) {
                    end(group, held);
                }
            }
        }
        paths.closeOrphans(number -> number == slot);
    }

    /** Closes the listeners that no process of those slots will inherit. */
    public void closeOrphans(IntPredicate slots) {
        for (var group : all()) {
            for (var held : group.members()) {
                if (held.isOrphan() && slots.test(held.holder().slot())) {
                    end(group, held);
                }
            }
        }
        paths.closeOrphans(slots);
    }

    /** Closes a socket that came with a message that nobody takes. */
    public void release(int socket) {
        sockets.close(socket);
    }

    private void end(Group group, Held held) {
        tellWhoWaits(group, held);
        try {
            group.end(held);
        } catch (IOException e) {
            trouble.accept("port %d: %s".formatted(group.endpoint().port(), e.getMessage()));
        }
        if (group.isEmpty()) {
            groups.remove(group.endpoint());
        } else {
            steer(group);
        }
    }

    private void tellWhoWaits(Group group, Held held) {
        int waiting = waiting(held);
        if (waiting > 0) {
            trouble.accept(
                    "%d connections waited at port %d, where slot %d listens no more: they are reset"
                            .formatted(waiting, group.endpoint().port(), held.holder().slot()));
        }
    }

    private int waiting(Held held) {
        try {
            return sockets.queue(held.listener().descriptor());
        } catch (IOException e) {
            // Nobody can tell.
            return 0;
        }
    }

    /** Lets a worker have new connections from now on. */
    public void admit(WorkerId worker) {
        if (admitted.add(worker)) {
            all().forEach(this::steer);
        }
    }

    /** Keeps new connections from a worker; those in its queues are still its own. */
    public void divert(WorkerId worker) {
        if (admitted.remove(worker)) {
            all().forEach(this::steer);
        }
    }

    /** Has connections from one of the master's own ports reach that worker and nobody else. */
    public void probe(WorkerId worker, int sourcePort) {
        probes.put(sourcePort, worker);
        all().forEach(this::steer);
    }

    /** Ends what {@link #probe} began. */
    public void endProbe(int sourcePort) {
        if (probes.remove(sourcePort) != null) {
            all().forEach(this::steer);
        }
    }

    private void steer(Group group) {
        group.steer(admitted::contains, probes)
                .filter(why -> !troubleTold && problem().isEmpty())
                .ifPresent(
                        why -> {
                            troubleTold = true;
                            trouble.accept("new connections cannot be steered: " + why);
                        });
    }

    /**
     * Refuses new connections everywhere, for good; those that are queued, and handshakes under
     * way, are served.
     */
    public void closeDoors() {
        for (var group : all()) {
            group.closeDoor();
        }
        paths.closeDoors();
    }

    /** Returns the addresses that workers listen on, by port, then by address. */
    public List<SharedAddress> addresses() {
        List<SharedAddress> addresses = new ArrayList<>(paths.addresses());
        for (var group : groups.values()) {
            Set<WorkerId> holders = new LinkedHashSet<>();
            group.members().stream()
                    .filter(held -> !held.isOrphan())
                    .forEach(held -> holders.add(held.holder()));
            addresses.add(
                    new SharedAddress(
                            group.members().get(0).address(),
                            group.endpoint().port(),
                            List.copyOf(holders)));
        }
        return addresses;
    }

    /** Ends every listener: whoever is still to be served will not be. */
    @Override
    public void close() {
        for (var group : all()) {
            group.members().forEach(held -> end(group, held));
        }
        paths.close();
    }

    private List<Group> all() {
        return List.copyOf(groups.values());
    }
}
