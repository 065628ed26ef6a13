package io.clutch.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for listeners that have been closed where nothing is woven.
 *
 * <p>Netty's native sockets close by the same method as every connection, on the path of requests,
 * where Clutch has no business. So theirs are looked at from time to time; for that long a client
 * may connect to a port that is closed already, and be reset instead of refused.
 */
final class Sweeper {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final OpenListeners listeners;
    private boolean started;

    Sweeper(OpenListeners listeners) {
        this.listeners = listeners;
    }

    /** Begins to look, if it has not begun yet. */
    synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        var thread = new Thread(this::run, "clutch-sweep");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (true) {
            // Whoever interrupts all threads must not make this one spin.
            boolean unused = Thread.interrupted();
            LockSupport.parkNanos(PAUSE_NANOS);
            listeners.sweep();
        }
    }
}
