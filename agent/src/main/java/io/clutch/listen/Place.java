package io.clutch.listen;

import io.clutch.link.Message.Grant.Kind;
import io.clutch.link.WorkerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One address that workers have asked for: who listens there, who is about to, and who waits.
 *
 * <p>Why anybody waits: sockets join each other only if both had SO_REUSEPORT when they were bound,
 * and the first one is bound without it so that the kernel checks it against everybody else. Until
 * that first bind is over, one way or the other, nobody knows how the second has to be done.
 */
final class Place {

    /** One bind of one worker. */
    record Bind(WorkerId worker, long requestId) {}

    private final String address;
    private final Set<Bind> holders = new LinkedHashSet<>();
    private final Set<Bind> granted = new LinkedHashSet<>();
    private final Deque<Bind> waiting = new ArrayDeque<>();
    // What the application asked for: 0 forever where the system chose, whatever it chose.
    private final int asked;
    private int port;

    Place(String address, int port) {
        this.address = address;
        this.asked = port;
        this.port = port;
    }

    void request(Bind bind) {
        waiting.add(bind);
    }

    /** Notes that a granted bind listens; returns whether there was such a grant. */
    boolean bound(Bind bind, int actualPort) {
        if (!granted.remove(bind)) {
            return false;
        }
        holders.add(bind);
        port = actualPort;
        return true;
    }

    /** Forgets a bind if it has not been granted; returns whether it has not. */
    boolean giveUpWaiting(Bind bind) {
        return waiting.remove(bind);
    }

    /** Forgets a bind, in whatever state it is. */
    void remove(Bind bind) {
        holders.remove(bind);
        granted.remove(bind);
        waiting.remove(bind);
    }

    /**
     * Notes that a granted bind failed. A port that the system once chose may have been taken by
     * somebody else after its last holder went: then the system chooses again for whoever is next.
     */
    void failed(Bind bind) {
        if (granted.remove(bind) && holders.isEmpty() && granted.isEmpty()) {
            port = asked;
        }
    }

    /**
     * Grants what can be granted now, first come first served.
     *
     * @param heldElsewhere whether workers listen on that port, but asked for it by its number: as
     *     a program does that finds a free port first, and then binds it
     */
    List<Decision> decide(IntPredicate heldElsewhere) {
        List<Decision> decisions = new ArrayList<>();
        for (var bind : List.copyOf(waiting)) {
            var kind = kindFor(bind.worker(), heldElsewhere);
            if (kind != null) {
                waiting.remove(bind);
                granted.add(bind);
                decisions.add(new Decision(bind.worker(), bind.requestId(), kind, port));
            }
        }
        return decisions;
    }

    /** Returns null if it is too early to say. */
    private Kind kindFor(WorkerId worker, IntPredicate heldElsewhere) {
        if (belongsTo(holders, worker) || belongsTo(granted, worker)) {
            // As without Clutch: a process that binds an address twice is told so by the kernel.
            return Kind.EXCLUSIVE;
        }
        if (!holders.isEmpty()) {
            return Kind.SHARED;
        }
        if (!granted.isEmpty()) {
            return null;
        }
        return hasChosenPort() && heldElsewhere.test(port) ? Kind.SHARED : Kind.EXCLUSIVE;
    }

    private static boolean belongsTo(Set<Bind> binds, WorkerId worker) {
        return binds.stream().anyMatch(b -> b.worker().equals(worker));
    }

    /** Returns whether somebody listens here, on that port. */
    boolean holds(int thatPort) {
        return port == thatPort && !holders.isEmpty();
    }

    /** Returns whether nobody is here, now or soon. */
    boolean empty() {
        return holders.isEmpty() && granted.isEmpty() && waiting.isEmpty();
    }

    /** Returns whether the place is worth remembering though empty: its port was once chosen. */
    boolean hasChosenPort() {
        return asked == 0 && port != 0;
    }

    boolean isHeldBy(WorkerId worker) {
        return belongsTo(holders, worker);
    }

    boolean isHeld() {
        return !holders.isEmpty();
    }

    SharedAddress describe() {
        Map<WorkerId, Boolean> workers = new LinkedHashMap<>();
        holders.forEach(bind -> workers.put(bind.worker(), true));
        return new SharedAddress(address, port, List.copyOf(workers.keySet()));
    }
}
