package io.clutch.drain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a drain waits for what.
 *
 * @param beginNanos when the drain began, as {@link Pace#nanos}
 * @param endNanos when it ends at the latest
 * @param multiplexing whether a connection may have several requests in progress, or belong to a
 *     conversation: then an answer does not say that the connection is idle, and none is touched in
 *     the first three quarters of the time
 */
record Patience(long beginNanos, long endNanos, boolean multiplexing) {

    /** An unclear connection is asked after this, if nothing has changed. */
    private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LATE_UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A conversation that is silent for so long is not waited for. */
    private static final long SILENCE_MILLIS = 10_000;

    static Patience of(long beginNanos, Duration most, boolean multiplexing) {
        return new Patience(beginNanos, beginNanos + most.toNanos(), multiplexing);
    }

    /** Returns whether the time is up. */
    boolean isOver(long now) {
        return now - endNanos >= 0;
    }

    /** Returns whether connections whose request is answered have their input ended. */
    boolean closesAnswered(long now) {
        return !multiplexing || isLate(now);
    }

    /** Returns whether an unclear connection has its input ended, to see what comes of it. */
    boolean asksUnclear(long now, long unchangedNanos) {
        return isLate(now)
                ? unchangedNanos >= LATE_UNCLEAR_NANOS
                : !multiplexing && unchangedNanos >= UNCLEAR_NANOS;
    }

    /** Returns whether an answered connection is not waited for although it is open. */
    boolean leavesAnswered(long quietMillis) {
        return multiplexing && quietMillis >= SILENCE_MILLIS;
    }

    private boolean isLate(long now) {
        return now - beginNanos >= (endNanos - beginNanos) / 4 * 3;
    }
}
