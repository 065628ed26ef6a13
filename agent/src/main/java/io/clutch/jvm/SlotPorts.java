package io.clutch.jvm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the ports of a slot are: those of slot 1 are the ones that were asked for, and each further
 * slot has its own a step further on.
 *
 * <p>The step is 1, unless ports are so close that those of different slots would meet; such ports
 * move on together.
 */
final class SlotPorts {

    private static final int HIGHEST = 65535;

    private final List<Group> groups = new ArrayList<>();

    /**
     * Creates the plan.
     *
     * @param asked the ports that were asked for
     * @param slots for how many slots they must not meet
     */
    SlotPorts(Collection<Integer> asked, int slots) {
        for (int port : new TreeSet<>(asked)) {
            Group group = Group.of(new TreeSet<>(List.of(port)), slots);
            // What it takes in takes more room, and may meet others then.
            for (Optional<Group> met = met(group); met.isPresent(); met = met(group)) {
                groups.remove(met.get());
                NavigableSet<Integer> all = new TreeSet<>(group.ports());
                all.addAll(met.get().ports());
                group = Group.of(all, slots);
            }
            groups.add(group);
        }
    }

    private Optional<Group> met(Group group) {
        return groups.stream().filter(other -> other.meets(group)).findFirst();
    }

    /** Returns the port of a slot; as it was where there are no more ports that high. */
    int of(int port, int slot) {
        int moved = port + (slot - 1) * step(port);
        return moved <= HIGHEST ? moved : port;
    }

    /** Returns how far the ports of two neighbours are apart. */
    int step(int port) {
        return groups.stream()
                .filter(group -> group.ports().contains(port))
                .mapToInt(Group::step)
                .findFirst()
                .orElse(1);
    }

    /**
     * Ports that move on together.
     *
     * @param ports those of slot 1
     * @param step from one slot to the next
     * @param taken those of all slots
     */
    private record Group(NavigableSet<Integer> ports, int step, NavigableSet<Integer> taken) {

        static Group of(NavigableSet<Integer> ports, int slots) {
            for (int step = 1; ; step++) {
                NavigableSet<Integer> taken = new TreeSet<>();
                for (int port : ports) {
                    for (int slot = 0; slot < slots; slot++) {
                        taken.add(port + slot * step);
                    }
                }
                if (taken.size() == ports.size() * slots) {
                    return new Group(ports, step, taken);
                }
            }
        }

        boolean meets(Group other) {
            return taken.stream().anyMatch(other.taken::contains);
        }
    }
}
