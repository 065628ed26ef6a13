package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The listeners at one endpoint. */
final class Group {

    private final Endpoint endpoint;
    private final Sockets sockets;
    private final ReuseportGroup kernel;
    private final List<Held> members = new ArrayList<>();

    Group(Endpoint endpoint, Sockets sockets, ReuseportGroup kernel) {
        this.endpoint = endpoint;
        this.sockets = sockets;
        this.kernel = kernel;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Sees to it that a socket that is about to listen here gets no connections yet. */
    void beforeJoin() {
        kernel.beforeJoin();
    }

    /** Refuses new connections, for good; returns whether that is possible. */
    boolean closeDoor() {
        return sockets.closeDoor(members.stream().map(Held::listener).toList());
    }

    List<Held> members() {
        return List.copyOf(members);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean isHeldBy(WorkerId worker) {
        return members.stream().anyMatch(held -> held.isOf(worker));
    }

    Optional<Held> find(WorkerId worker, long requestId) {
        return members.stream().filter(held -> held.isOf(worker, requestId)).findFirst();
    }

    Optional<Held> orphanOf(int slot) {
        return members.stream().filter(held -> held.isOrphanOf(slot)).findFirst();
    }

    /** Returns whether a connection waits in a listener that waits for a process of that slot. */
    boolean isAwaited(int slot) {
        return members.stream().anyMatch(held -> held.isOrphanOf(slot) && waiting(held) > 0);
    }

    /** Returns how many connections wait to be accepted, 0 if nobody can tell. */
    int waiting(Held held) {
        try {
            return sockets.queue(held.listener().descriptor());
        } catch (IOException e) {
            return 0;
        }
    }

    /** Adds a listener that has just come to listen here. */
    void add(Held held) {
        members.add(held);
        kernel.joined(held.listener());
    }

    /** Gives an orphan to the slot's next process. */
    void inherit(Held orphan, WorkerId heir, long requestId) {
        var before = orphan.listener();
        orphan.inherit(heir, requestId);
        kernel.handedOver(before, orphan.listener());
    }

    /** Ends a listener: its queue, which should be empty, is reset. */
    void end(Held held) throws IOException {
        members.remove(held);
        try {
            boolean unused = kernel.beforeLeave(held.listener());
            sockets.shutdown(held.listener().descriptor());
            kernel.left(held.listener());
        } finally {
            sockets.close(held.listener().descriptor());
        }
    }

    /**
     * Has new connections go where they may.
     *
     * @param admitted tells which workers get any
     * @param probes which worker a connection from a local port of the master's is for
     * @return why that is not possible, if it is not
     */
    Optional<String> steer(Predicate<WorkerId> admitted, Map<Integer, WorkerId> probes) {
        Set<Listener> open = new HashSet<>();
        for (var held : members) {
            if (!held.isOrphan() && admitted.test(held.holder())) {
                open.add(held.listener());
            }
        }
        Map<Integer, Listener> routes = new HashMap<>();
        probes.forEach(
                (port, worker) ->
                        members.stream()
                                .filter(held -> held.isOf(worker))
                                .findFirst()
                                .ifPresent(held -> routes.put(port, held.listener())));
        kernel.steer(open, routes);
        return Optional.ofNullable(kernel.problem());
    }
}
