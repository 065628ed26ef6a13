package io.clutch.listen;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The listeners of one shared address, and who of them gets new connections.
 *
 * <p>For the kernel a SO_REUSEPORT group: sockets of the same family, address and port. They are
 * steered by a program that is attached to the group while there is need of one: some listener is
 * not open, a probe is under way, or the address is one that 127.83.0.K reaches. Everything else is
 * left to the kernel.
 *
 * <p>The program names sockets by their place in the kernel's order. So every listen(2) and every
 * shutdown(2) of a socket of the group has to happen on the thread that calls this, one at a time,
 * in between the two calls that announce and report it:
 *
 * <pre>{@code
 * group.beforeJoin();      group.beforeLeave(listener);
 * listen(descriptor);      shutdown(descriptor);
 * group.joined(listener);  group.left(listener);
 * }</pre>
 *
 * <p>A kernel that cannot be steered makes nothing fail: {@link #steers} says so, {@link #problem}
 * says why, and the kernel's own choice among all listeners is what remains. Not thread-safe.
 */
public final class ReuseportGroup {

    private final GroupKernel kernel;
    private final boolean slotAddresses;
    private final GroupOrder order = new GroupOrder();
    private final Set<Listener> open = new HashSet<>();
    private final Map<Integer, Listener> probes = new HashMap<>();
    // Null if none is.
    private Program attached;
    private String problem;

    /**
     * Creates a group without listeners.
     *
     * @param slotAddresses whether 127.83.0.K is to reach slot K: for a wildcard address, no other
     *     gets such connections
     */
    public ReuseportGroup(Posix posix, boolean slotAddresses) {
        this(new PosixGroupKernel(posix), slotAddresses);
    }

    ReuseportGroup(GroupKernel kernel, boolean slotAddresses) {
        this.kernel = kernel;
        this.slotAddresses = slotAddresses;
    }

    /**
     * A socket is about to join: from here on it gets no connections until it is steered in. The
     * first of a group gets all, of course, and while no listener is open nobody is spared.
     *
     * <p>If it does not join after all, the next {@link #steer} puts things right.
     */
    public void beforeJoin() {
        if (order.size() > 0) {
            use(program(order.indices(), true));
        }
    }

    /** A socket has joined: listen(2) has just succeeded. It is not open yet. */
    public void joined(Listener listener) {
        order.join(listener);
        update();
    }

    /**
     * A socket is about to leave, which makes the group's last socket change its place. Connections
     * in that very moment are kept off both. The one that leaves should have been steered out long
     * before: its handshakes and its queue are lost.
     *
     * @return whether no connection can go astray. If not, then because the only open listener is
     *     the one that changes its place: for some microseconds its connections may reach any
     *     listener of the group. Who cannot have that leaves later: an idle member does no harm
     *     while another is open.
     */
    public boolean beforeLeave(Listener listener) {
        if (!order.contains(listener)) {
            return true;
        }
        withdraw(listener);
        var last = order.last();
        var reachable = order.indices();
        reachable.remove(listener);
        boolean moves = !listener.equals(last) && reachable.size() > 1;
        if (moves && open.equals(Set.of(last))) {
            update();
            return false;
        }
        if (moves) {
            reachable.remove(last);
        }
        use(program(reachable, true));
        return steers();
    }

    /** A socket has left: shutdown(2) has just ended its listening. */
    public void left(Listener listener) {
        order.leave(listener);
        withdraw(listener);
        if (order.size() == 0) {
            // The kernel's group is gone, and the program with it.
            attached = null;
        }
        update();
    }

    /** A socket stays, queue and all, but serves another worker from now on. */
    public void handedOver(Listener listener, Listener successor) {
        order.replace(listener, successor);
        if (open.remove(listener)) {
            open.add(successor);
        }
        probes.replaceAll((port, asked) -> asked.equals(listener) ? successor : asked);
        update();
    }

    /**
     * Says which listeners get new connections from now on. Those that are not in the group are
     * ignored. If none is open all get some: a connection that waits is better than none.
     *
     * @param open who gets connections, all with the same chance
     * @param probesBySourcePort which listener a connection from that TCP port reaches, open or not
     */
    public void steer(Set<Listener> open, Map<Integer, Listener> probesBySourcePort) {
        this.open.clear();
        this.open.addAll(open);
        this.open.removeIf(listener -> !order.contains(listener));
        probes.clear();
        probes.putAll(probesBySourcePort);
        probes.values().removeIf(listener -> !order.contains(listener));
        update();
    }

    /** Returns the listeners in the kernel's order. */
    public List<Listener> listeners() {
        return order.listeners();
    }

    /** Returns those that get new connections, in the kernel's order. */
    public List<Listener> open() {
        return order.listeners().stream().filter(open::contains).toList();
    }

    /** Returns whether the kernel did what it was last told to do by a program. */
    public boolean steers() {
        return problem == null;
    }

    /** Returns why the kernel cannot be steered, null if it can. */
    public String problem() {
        return problem;
    }

    private void withdraw(Listener listener) {
        open.remove(listener);
        probes.values().removeIf(listener::equals);
    }

    private void update() {
        // One alone gets everything, whatever a program says.
        boolean needed = order.size() > 1;
        use(needed ? program(order.indices(), open.size() < order.size()) : null);
    }

    /**
     * Returns the program for the group as it is, null if there is no need of one.
     *
     * @param reachable the listeners that may be chosen by their index
     * @param restricted whether there are others beside the open ones
     */
    private Program program(Map<Listener, Integer> reachable, boolean restricted) {
        Map<Integer, Integer> slots = slotAddresses ? slots(reachable) : Map.of();
        Map<Integer, Integer> ports = new HashMap<>();
        probes.forEach(
                (port, listener) -> {
                    if (reachable.containsKey(listener)) {
                        ports.put(port, reachable.get(listener));
                    }
                });
        Collection<Integer> others =
                restricted
                        ? reachable.keySet().stream()
                                .filter(open::contains)
                                .map(reachable::get)
                                .toList()
                        : List.of();
        if (slots.isEmpty() && ports.isEmpty() && others.isEmpty()) {
            return null;
        }
        return Rule.program(
                List.of(new ProbeRule(ports), new SlotAddressRule(slots), new OpenRule(others)));
    }

    /** A slot may have several listeners, of several generations. */
    private Map<Integer, Integer> slots(Map<Listener, Integer> reachable) {
        var preference =
                Comparator.<Listener, Boolean>comparing(open::contains)
                        .thenComparing(listener -> listener.worker().generation());
        Map<Integer, Listener> preferred = new HashMap<>();
        for (var listener : reachable.keySet()) {
            preferred.merge(
                    listener.worker().slot(),
                    listener,
                    (a, b) -> preference.compare(a, b) >= 0 ? a : b);
        }
        Map<Integer, Integer> slots = new HashMap<>();
        preferred.forEach((slot, listener) -> slots.put(slot, reachable.get(listener)));
        return slots;
    }

    private void use(Program program) {
        if (order.size() == 0 || (problem == null && Objects.equals(program, attached))) {
            return;
        }
        int any = order.last().descriptor();
        try {
            if (program == null) {
                kernel.detach(any);
            } else {
                kernel.attach(any, program);
                problem = null;
            }
            attached = program;
        } catch (IOException e) {
            problem = e.getMessage();
            giveUp(any);
        }
    }

    /** A program that could not be replaced would name sockets by places that they left. */
    private void giveUp(int any) {
        attached = null;
        try {
            kernel.detach(any);
        } catch (IOException ignored) {
            // Most likely for the reason that is reported already; and it will be tried again.
        }
    }

    /** Returns who is in the group and the program that steers it, over several lines. */
    @Override
    public String toString() {
        return "listeners %s, open %s, probes %s%n%s"
                .formatted(
                        order.listeners(),
                        open(),
                        probes,
                        attached == null ? "no program" : attached);
    }
}
