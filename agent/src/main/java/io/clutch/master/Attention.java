package io.clutch.master;

import java.time.Duration;

/**
 * Notices when the master itself has not been there: its process was stopped, the machine slept, or
 * it got no CPU. What it has not heard meanwhile says nothing about others.
 */
final class Attention {

    /** More than this is no accident of scheduling. */
    private static final long LAPSE = Duration.ofSeconds(1).toNanos();

    private long next;

    Attention(long now) {
        next = now;
    }

    /** Notes that the master is to look up again after so many nanoseconds at the latest. */
    void expect(long now, long within) {
        next = now + Math.max(0, Math.min(within, Long.MAX_VALUE / 2));
    }

    /** Returns whether the master looks up much later than it was to. */
    boolean lapsed(long now) {
        boolean lapsed = now - next > LAPSE;
        next = now;
        return lapsed;
    }
}
