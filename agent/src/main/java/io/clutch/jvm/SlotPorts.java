package io.clutch.jvm;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the ports of a slot are: those of slot 1 are the ones that were asked for, and each further
 * slot has its own a step further on.
 *
 * <p>The step is 1, unless two of the ports are so close that they would meet.
 */
final class SlotPorts {

    private static final int HIGHEST = 65535;

    private final SortedSet<Integer> asked;
    private final int step;

    /**
     * Creates the plan.
     *
     * @param asked the ports that were asked for
     * @param slots for how many slots they must not meet
     */
    SlotPorts(Collection<Integer> asked, int slots) {
        this.asked = new TreeSet<>(asked);
        int found = 1;
        while (meet(found, slots)) {
            found++;
        }
        this.step = found;
    }

    private boolean meet(int distance, int slots) {
        for (int one : asked) {
            for (int other : asked.tailSet(one + 1)) {
                int between = other - one;
                if (between % distance == 0 && between / distance < slots) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the port of a slot; as it was where there are no more ports that high. */
    int of(int port, int slot) {
        int moved = port + (slot - 1) * step;
        return moved <= HIGHEST ? moved : port;
    }

    /** Returns how far the ports of two neighbours are apart. */
    int step() {
        return step;
    }
}
