package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Plays random masters: after every step each kind of connection must arrive where it should. */
final class GroupPlay {

    private static final int MAX_LISTENERS = 7;
    private static final int MAX_SLOT = 4;
    // Of a fair choice among seven, one is missed this often in a row once in 10^18.
    private static final int MAX_TRIES = 300;

    private final Playground place;
    private final Random random;
    private final ReuseportGroup group;
    // What should be; compared by descriptor, because a listener may be handed over.
    private final List<Listener> members = new ArrayList<>();
    private final Set<Listener> open = new LinkedHashSet<>();
    private final Map<Integer, Listener> probes = new HashMap<>();
    private int generations;

    GroupPlay(Playground place, Random random) {
        this.place = place;
        this.random = random;
        this.group = place.group();
    }

    ReuseportGroup group() {
        return group;
    }

    void step() {
        int kind = random.nextInt(100);
        if (members.isEmpty() || (kind < 30 && members.size() < MAX_LISTENERS)) {
            join();
        } else if (kind < 50) {
            leave();
        } else if (kind < 60) {
            handOver();
        } else {
            steer();
        }
        check();
    }

    private void join() {
        boolean spared = !open.isEmpty();
        group.beforeJoin();
        var listener = place.listen(worker());
        if (spared) {
            assertThat(open).contains(arrival(anyAddress(), 0));
        }
        group.joined(listener);
        members.add(listener);
    }

    private WorkerId worker() {
        return new WorkerId(1 + random.nextInt(MAX_SLOT), ++generations);
    }

    private void leave() {
        var listener = any(members);
        boolean exact = group.beforeLeave(listener);
        open.remove(listener);
        probes.values().removeIf(listener::equals);
        if (exact && !open.isEmpty()) {
            assertThat(open).contains(arrival(anyAddress(), 0));
        }
        place.stop(listener);
        members.remove(listener);
        if (exact && !open.isEmpty()) {
            assertThat(open).contains(arrival(anyAddress(), 0));
        }
        group.left(listener);
    }

    private void handOver() {
        var listener = any(members);
        var successor = new Listener(listener.descriptor(), worker());
        group.handedOver(listener, successor);
        members.set(members.indexOf(listener), successor);
        if (open.remove(listener)) {
            open.add(successor);
        }
        probes.replaceAll((port, asked) -> asked.equals(listener) ? successor : asked);
    }

    private void steer() {
        open.clear();
        int kind = random.nextInt(4);
        for (var listener : members) {
            if (kind == 0 || (kind < 3 && random.nextBoolean())) {
                open.add(listener);
            }
        }
        if (kind == 3) {
            open.add(any(members));
        }
        probes.clear();
        for (int i = random.nextInt(3); i > 0; i--) {
            probes.put(place.sourcePort(), any(members));
        }
        Set<Listener> told = new HashSet<>(open);
        told.add(new Listener(1_000_000, new WorkerId(9, 9)));
        group.steer(told, probes);
    }

    private void check() {
        assertThat(group.problem()).isNull();
        assertThat(group.listeners()).containsExactlyInAnyOrderElementsOf(members);
        assertThat(group.open()).containsExactlyInAnyOrderElementsOf(open);
        if (members.isEmpty()) {
            return;
        }
        if (place.hasSlotAddresses()) {
            for (int slot = 1; slot <= MAX_SLOT; slot++) {
                checkSlot(slot);
            }
        }
        probes.forEach(
                (port, listener) ->
                        assertThat(arrival(anyAddress(), port))
                                .as("connection from %s%n%s", port, group)
                                .isEqualTo(listener));
        // A port is good for one connection.
        probes.clear();
        checkOthers();
    }

    private void checkSlot(int slot) {
        Listener best = null;
        for (var listener : members) {
            if (listener.worker().slot() == slot && isBetter(listener, best)) {
                best = listener;
            }
        }
        var arrival = arrival("127.83.0." + slot, 0);
        if (best != null) {
            assertThat(arrival).as("slot %s%n%s", slot, group).isEqualTo(best);
        } else if (!open.isEmpty()) {
            assertThat(open).as("slot %s, which has none%n%s", slot, group).contains(arrival);
        }
    }

    private boolean isBetter(Listener listener, Listener best) {
        if (best == null || open.contains(listener) != open.contains(best)) {
            return best == null || open.contains(listener);
        }
        return listener.worker().generation() > best.worker().generation();
    }

    private void checkOthers() {
        var expected = open.isEmpty() ? Set.copyOf(members) : open;
        Set<Listener> reached = new HashSet<>();
        for (int i = 0; i < MAX_TRIES && reached.size() < expected.size(); i++) {
            reached.add(arrival(anyAddress(), 0));
        }
        assertThat(reached)
                .as("reached by %d connections%n%s", MAX_TRIES, group)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private Listener arrival(String address, int sourcePort) {
        int descriptor = place.connect(address, sourcePort).descriptor();
        return members.stream()
                .filter(listener -> listener.descriptor() == descriptor)
                .findFirst()
                .orElse(null);
    }

    private String anyAddress() {
        return any(place.addresses());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
