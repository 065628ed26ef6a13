package io.clutch.link;

/**
 * Names one worker process: the slot it serves and which process of that slot it is.
 *
 * @param slot the slot, 1 or more
 * @param generation the how-many-th process of the slot this is, 1 or more; never used twice
 */
public record WorkerId(int slot, int generation) {

    /** Checks both numbers. */
    public WorkerId {
        if (slot < 1 || generation < 1) {
            throw new IllegalArgumentException(
                    "slot (%d) and generation (%d) must be 1 or more".formatted(slot, generation));
        }
    }

    /** Returns the form that log lines use: {@code 2.5} is the fifth process of slot 2. */
    @Override
    public String toString() {
        return slot + "." + generation;
    }
}
