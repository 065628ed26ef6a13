package io.clutch.drain;

import java.util.concurrent.locks.LockSupport;

/** The time, and waiting. */
interface Pace {

    /** The real one. */
    Pace SYSTEM =
            new Pace() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void pause(long nanos) {
                    LockSupport.parkNanos(nanos);
                }
            };

    /** Returns the time in nanoseconds since some moment. */
    long nanos();

    /** Waits for about so long, or less. */
    void pause(long nanos);
}
