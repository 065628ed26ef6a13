package io.clutch.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * A worker whose link has ended. If its master is gone, nobody steers new connections away from it
 * and nobody kills it after its grace; so it does both itself, lest it holds its ports for ever.
 *
 * <p>As long as the master is there, that is the master's to do. The link may end a moment before
 * the process that held its other end: the kernel closes a process's files before it gives its
 * children away. And a master that has lost the link may end later. So the parent is looked at all
 * the time.
 */
final class OrphanedProcess {

    private static final long LOOK_MILLIS = 10;

    /** The dump takes two seconds at most, unless somebody does not read what it writes. */
    private static final long DUMP_MILLIS = 5_000;

    /** How a process ends that is killed, which is what becomes of it. */
    private static final int KILLED = 128 + 9;

    private final BooleanSupplier hasMaster;
    private final Duration grace;
    private final Runnable doors;
    private final Runnable threadDump;
    private final IntConsumer halt;
    private final WorkerLog log;

    /**
     * Prepares.
     *
     * @param hasMaster whether the master is there
     * @param grace how long the process may live after its link
     * @param doors closes all listeners for new connections
     * @param threadDump writes what all threads do
     * @param halt ends the process with a status, whatever hooks and handlers do
     */
    OrphanedProcess(
            BooleanSupplier hasMaster,
            Duration grace,
            Runnable doors,
            Runnable threadDump,
            IntConsumer halt,
            WorkerLog log) {
        this.hasMaster = hasMaster;
        this.grace = grace;
        this.doors = doors;
        this.threadDump = threadDump;
        this.halt = halt;
        this.log = log;
    }

    /** Begins, when the link has just ended; returns at once. */
    void begin() {
        long end = System.nanoTime() + grace.toNanos();
        start(() -> run(end), "clutch-orphan");
    }

    private void run(long end) {
        while (hasMaster.getAsBoolean()) {
            sleep(LOOK_MILLIS);
        }
        try {
            doors.run();
        } catch (RuntimeException | LinkageError e) {
            log.error("the ports take new connections until the end", e);
        }
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            sleep(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        // Not here: whoever reads what is written may be gone as well, and a full pipe waits.
        var dump = start(this::tell, "clutch-dump");
        try {
            dump.join(DUMP_MILLIS);
        } catch (InterruptedException e) {
            // Then without it.
        }
        halt.accept(KILLED);
    }

    private void tell() {
        log.warn(
                "this worker has not ended within %d ms after its master: it is ended, after it has written out what its threads do"
                        .formatted(grace.toMillis()));
        try {
            threadDump.run();
        } catch (RuntimeException | LinkageError e) {
            log.error("no thread dump could be written", e);
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; what it is for goes on.
        }
    }

    private static Thread start(Runnable body, String name) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
