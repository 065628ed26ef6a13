package io.clutch.worker;

import java.util.function.BooleanSupplier;

/** The requests that a worker has in progress when it stops. */
interface LastRequests {

    /**
     * Waits until they are answered, no longer than the cause allows.
     *
     * @param sinceNanos when the shutdown sequence began, by {@link System#nanoTime}
     * @param goesOn whether to go on waiting
     */
    void await(StopCause cause, long sinceNanos, BooleanSupplier goesOn);
}
