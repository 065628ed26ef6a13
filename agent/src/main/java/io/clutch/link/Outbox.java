package io.clutch.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
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
    private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>();
    private int queued;
    private boolean closed;

    /**
     * Adds a frame. Waits for nobody, and whether the thread is interrupted makes no difference.
     */
    Answer add(ByteBuffer frame) {
        lock.lock();
        try {
            if (closed) {
                return Answer.CLOSED;
            }
            if (queued + frame.remaining() > CAPACITY) {
                return Answer.FULL;
            }
            queued += frame.remaining();
            frames.addLast(frame);
            changed.signalAll();
            return Answer.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the frame to be written now, which stays the first, or null if there is none. */
    ByteBuffer first() {
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
    ByteBuffer awaitFirst(long nanos, Supplier<ByteBuffer> ifNone) {
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
            ByteBuffer frame = frames.pollFirst();
            if (frame != null) {
                queued -= frame.limit();
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

    /** Closes and throws away what waits. */
    void discard() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
            queued = 0;
            changed.signalAll();
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
