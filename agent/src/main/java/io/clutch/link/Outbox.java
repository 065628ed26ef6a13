package io.clutch.link;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The frames that wait to be written to one link: any thread adds, one thread takes. Bounded, so
 * that an end that does not read costs neither memory nor a blocked thread.
 */
final class Outbox {

    /**
     * How many bytes may wait: thousands of messages, so an end that is this far behind does not
     * read at all.
     */
    static final int CAPACITY = 256 * 1024;

    /** What became of a frame. */
    enum Answer {
        QUEUED,
        /** There is no room for it; it was not added. */
        FULL,
        /** The outbox takes nothing more. */
        CLOSED
    }

    /**
     * A ReentrantLock and not a monitor: virtual threads of the application come here, and must not
     * be pinned.
     */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private int queued;
    private boolean closed;

    /**
     * Adds a frame. Waits for nobody, and whether the thread is interrupted makes no difference.
     */
    Answer add(Frame frame) {
        lock.lock();
        try {
            if (closed) {
                return Answer.CLOSED;
            }
            if (queued + frame.length() > CAPACITY) {
                return Answer.FULL;
            }
            queued += frame.length();
            frames.addLast(frame);
            changed.signalAll();
            return Answer.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the frame to be written now, which stays the first, or null if there is none. */
    Frame first() {
        lock.lock();
        try {
            return frames.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the frame to be written next, which stays the first. If none comes within so many
     * nanoseconds, it is the one that the supplier makes. Returns null as soon as there will never
     * be one. An interrupt is kept for the caller.
     */
    Frame awaitFirst(long nanos, Supplier<Frame> ifNone) {
        boolean interrupted = false;
        lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (frames.isEmpty() && !closed) {
                if (left <= 0) {
                    add(ifNone.get());
                    break;
                }
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = end - System.nanoTime();
                }
            }
            return frames.peekFirst();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes the first frame away, after it is written, unless {@link #discard} has done so. */
    void removeFirst() {
        lock.lock();
        try {
            Frame frame = frames.pollFirst();
            if (frame != null) {
                queued -= frame.length();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more from now on; what waits can still be written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes; returns what waited, which will not be written. */
    List<Frame> discard() {
        lock.lock();
        try {
            closed = true;
            var waiting = List.copyOf(frames);
            frames.clear();
            queued = 0;
            changed.signalAll();
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nothing waits to be written, but no longer than so many nanoseconds. An interrupt
     * is kept for the caller.
     */
    void awaitEmpty(long nanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (!frames.isEmpty() && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = end - System.nanoTime();
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
