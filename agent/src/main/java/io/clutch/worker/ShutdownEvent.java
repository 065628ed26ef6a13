package io.clutch.worker;

import java.util.ArrayDeque;
import java.util.Queue;

/** The listeners of the shutdown event that the application added through the API. */
final class ShutdownEvent {

    // Guarded by "this".
    private final Queue<Runnable> listeners = new ArrayDeque<>();
    private boolean over;

    /**
     * Adds a listener; one that comes when the event is over runs at once, in the caller's thread.
     */
    void add(Runnable listener) {
        synchronized (this) {
            if (!over) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Runs all listeners, also those that a listener adds. */
    void deliver() {
        for (var listener = next(); listener != null; listener = next()) {
            try {
                listener.run();
            } catch (Throwable e) {
                WorkerLog.warn("a shutdown listener failed", e);
            }
        }
    }

    private synchronized Runnable next() {
        var listener = listeners.poll();
        over = listener == null;
        return listener;
    }
}
