package io.clutch.master;

import java.time.Duration;

/** A moment at which something is to be done, unless it is cleared before. */
final class Deadline {

    private boolean set;
    private long at;

    void set(long nanos) {
        set = true;
        at = nanos;
    }

    void set(long now, Duration from) {
        set(now + from.toNanos());
    }

    void clear() {
        set = false;
    }

    boolean isSet() {
        return set;
    }

    boolean isDue(long now) {
        return set && at - now <= 0;
    }

    /**
     * Returns how many nanoseconds are left, at most 0 if it is due; {@link Long#MAX_VALUE} if not
     * set.
     */
    long remaining(long now) {
        return set ? at - now : Long.MAX_VALUE;
    }
}
