package io.clutch.master;

import java.time.Duration;

/**
 * Tells whether the kernel's out-of-memory killer was at work just now.
 *
 * <p>The kernel counts its victims and does not name them. A count that has grown since the last
 * look is taken as the reason of every end within the next moments, because one shortage often ends
 * several workers, and their ends come in one after the other.
 */
final class OomWatch {

    private static final long MOMENT = Duration.ofSeconds(2).toNanos();

    private final Crew crew;
    private final TimeSource time;
    private long count;
    private final Deadline until = new Deadline();

    OomWatch(Crew crew, TimeSource time) {
        this.crew = crew;
        this.time = time;
        count = crew.outOfMemoryKills().orElse(0);
    }

    boolean active() {
        long now = time.nanos();
        long current = crew.outOfMemoryKills().orElse(count);
        if (current > count) {
            until.set(now + MOMENT);
        }
        count = current;
        return until.isSet() && !until.isDue(now);
    }
}
