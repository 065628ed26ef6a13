package io.clutch.worker;

import java.util.function.BooleanSupplier;

/** The requests that a worker has in progress when it stops. */
interface LastRequests {

    /** The worker has begun to stop; its application has not heard of it. */
    default void stopping(StopCause cause) {}

    /**
     * Waits until they are answered, no longer than the cause allows.
     *
     * @param sinceNanos when the shutdown sequence began, by {@link System#nanoTime}
     * @param goesOn whether to go on waiting
     */
    void await(StopCause cause, long sinceNanos, BooleanSupplier goesOn);
}
