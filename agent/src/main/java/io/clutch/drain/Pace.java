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
                    // An application may interrupt every thread it finds. An interrupted one does
                    // not park: the drain would take a whole processor until its end.
                    boolean unused = Thread.interrupted();
                    LockSupport.parkNanos(nanos);
                }
            };

    /** Returns the time in nanoseconds since some moment. */
    long nanos();

    /** Waits for about so long, or less. */
    void pause(long nanos);
}
