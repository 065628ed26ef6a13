package io.clutch.master;

import io.clutch.options.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a slot stays empty before its next process starts: not at all the first time, then twice
 * as long each time, up to a limit. Each wait is drawn at random between the shortest and what the
 * doubling allows, so that slots that failed together do not come back together.
 */
final class RestartPolicy {

    /** A worker that served this long is healthy: what was before it does not count. */
    static final Duration HEALTHY = Duration.ofSeconds(60);

    private static final int MAX_DOUBLINGS = 40;

    private final long first;
    private final long most;
    private final RandomGenerator random;
    private int attempts;

    RestartPolicy(Backoff backoff, RandomGenerator random) {
        this.first = backoff.first().toNanos();
        this.most = Math.max(first, backoff.most().toNanos());
        this.random = random;
    }

    /** Notes that a process has ended which had served for that long. */
    void ended(long servedNanos) {
        if (servedNanos >= HEALTHY.toNanos()) {
            attempts = 0;
        }
    }

    /** Returns how many nanoseconds to wait now; the next wait will be longer. */
    long nextDelay() {
        int doublings = attempts++;
        if (doublings == 0) {
            return 0;
        }
        double limit =
                Math.min((double) most, first * Math.pow(2, Math.min(doublings, MAX_DOUBLINGS)));
        return first + (long) (random.nextDouble() * (limit - first));
    }
}
