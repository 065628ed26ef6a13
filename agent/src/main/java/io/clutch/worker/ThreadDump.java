package io.clutch.worker;

import io.clutch.posix.Signals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Writes what all threads are doing, for the log of a worker that does not end. */
final class ThreadDump {

    /** A signal that a worker has no other use for. */
    static final String MARK = "HUP";

    private static final long PAUSE_MILLIS = 200;
    private static final long MOST_MILLIS = 2_000;

    private final Signals signals;
    private final Semaphore marks = new Semaphore(0);

    ThreadDump(Signals signals) {
        this.signals = signals;
    }

    /** Takes note that the JVM has dispatched a {@link #MARK}. */
    void marked() {
        marks.release();
    }

    /**
     * Writes the dump: the JVM's own, with all locks, to standard output if that is possible, else
     * one of ours to standard error. Returns when it is written.
     */
    void write() {
        if (signals.quit()) {
            awaitJvm();
        } else {
            writeOwn();
        }
    }

    /**
     * Waits until the JVM has written its dump, since who asked for it is about to kill the
     * process. One thread of the JVM dispatches all signals, one after the other: a signal that is
     * raised while it writes is dispatched when the dump is written. The pause before is for QUIT
     * to reach that thread; it was sent from outside.
     */
    private void awaitJvm() {
        try {
            marks.drainPermits();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            if (signals.foreignHandler(MARK).isEmpty() && signals.raise(MARK)) {
                boolean unused = marks.tryAcquire(MOST_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                TimeUnit.MILLISECONDS.sleep(MOST_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writeOwn() {
        // Not System.err, which the application may have replaced by something that hangs as it
        // does.
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        var text = new StringBuilder("Thread dump\n");
        for (var thread : Thread.getAllStackTraces().entrySet()) {
            var header =
                    "\n\"%s\" %s%n"
                            .formatted(thread.getKey().getName(), thread.getKey().getState());
            text.append(header);
            for (var frame : thread.getValue()) {
                text.append("        at ").append(frame).append('\n');
            }
        }
        err.println(text);
    }
}
