package io.clutch.master;

import java.time.Instant;

/** What time it is, in the two ways that matter. */
interface TimeSource {

    /** The real ones. */
    TimeSource SYSTEM =
            new TimeSource() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public Instant now() {
                    return Instant.now();
                }
            };

    /**
     * Returns nanoseconds since some moment, for measuring lengths; only differences mean anything.
     */
    long nanos();

    /** Returns the wall-clock time, for showing. */
    Instant now();
}
