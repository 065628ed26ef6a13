package io.clutch.link;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's end of the link to one worker. Any thread may send and close; the channel is the
 * business of the server's thread alone, which looks after every link at each turn.
 */
public final class Link {

    private static final Logger LOG = LoggerFactory.getLogger("clutch");

    /**
     * Why and how a link ends.
     *
     * @param flush whether what is queued shall be written first
     * @param warn whether the log shall tell
     * @param by the {@link System#nanoTime} at which the flushing is over, done or not
     */
    private record Ending(String reason, boolean flush, boolean warn, long by) {}

    private final SelectionKey key;
    private final LinkListener listener;
    private final LinkTimes times;
    private final long helloBy;
    private final Optional<Posix> posix;
    private final Wire wire;
    private final Inbox in;
    private final Outbox out = new Outbox();
    private final AtomicReference<Ending> ending = new AtomicReference<>();
    private volatile Message.Hello hello;
    private volatile long heardNanos = System.nanoTime();

    Link(
            Wire wire,
            Optional<Posix> posix,
            SelectionKey key,
            LinkListener listener,
            LinkTimes times) {
        this.wire = wire;
        this.posix = posix;
        this.in = new Inbox(wire::takeDescriptor);
        this.key = key;
        this.listener = listener;
        this.times = times;
        this.helloBy = System.nanoTime() + times.hello().toNanos();
    }

    /**
     * Queues a message for the worker. Never blocks: a worker that lets 256 KiB pile up is dropped.
     *
     * @return whether it is on its way; false if the link has ended or ends
     */
    public boolean send(Message.FromMaster message) {
        Frame frame;
        try {
            frame = Wire.frame(message, posix);
        } catch (IOException e) {
            // The worker waits for it in vain, so that it must not wait on.
            drop("%s cannot be sent: %s".formatted(message, e.getMessage()));
            key.selector().wakeup();
            return false;
        }
        Outbox.Answer queued = out.add(frame);
        if (queued == Outbox.Answer.FULL) {
            drop("it has left %d bytes unread".formatted(Outbox.CAPACITY));
        }
        if (queued != Outbox.Answer.QUEUED) {
            Wire.release(frame, posix);
        }
        key.selector().wakeup();
        return queued == Outbox.Answer.QUEUED;
    }

    /**
     * Ends the link after what was sent before is written, or a second later. The listener's {@code
     * lost} follows. Does nothing if the link ends already.
     *
     * @param reason why, in words for the log
     */
    public void close(String reason) {
        end(new Ending(reason, true, false, System.nanoTime() + times.flush().toNanos()));
        key.selector().wakeup();
    }

    /**
     * Returns the {@link System#nanoTime} at which the worker last said anything. It says something
     * every second; what has no other meaning than that is heard here and nowhere else.
     */
    public long heardNanos() {
        return heardNanos;
    }

    /** Reads what has come and hands it over. */
    void readable() {
        try {
            if (in.fill(wire) < 0) {
                end(new Ending("the worker closed the link", false, false, System.nanoTime()));
                return;
            }
            heardNanos = System.nanoTime();
            for (Message message = in.next(); message != null; message = in.next()) {
                if (ending.get() != null) {
                    Wire.release(message, posix);
                    return;
                }
                handOver(message);
            }
        } catch (ProtocolException e) {
            if (hello == null) {
                refuse(e.getMessage());
            } else {
                drop(e.getMessage());
            }
        } catch (IOException e) {
            end(broken(e));
        }
    }

    /**
     * Writes what can be written, and ends the link if that is due.
     *
     * @param now the {@link System#nanoTime}
     * @return whether the link lives on
     */
    boolean turn(long now) {
        if (hello == null && ending.get() == null && now - helloBy >= 0) {
            drop("it has said nothing for %d ms".formatted(times.hello().toMillis()));
        }
        boolean written = write();
        Ending end = ending.get();
        if (end != null && (written || !end.flush || now - end.by >= 0)) {
            finish(end);
            return false;
        }
        key.interestOps(
                (end == null ? SelectionKey.OP_READ : 0) | (written ? 0 : SelectionKey.OP_WRITE));
        return true;
    }

    /** Returns how many nanoseconds there are until something is due without the worker's doing. */
    long nanosLeft(long now) {
        Ending end = ending.get();
        if (end != null) {
            return end.by - now;
        }
        return hello == null ? helloBy - now : Long.MAX_VALUE;
    }

    /** Returns whose link it is, for the log. */
    @Override
    public String toString() {
        return hello == null
                ? "a process that has not said hello"
                : "worker %s (pid %d)".formatted(hello.worker(), hello.pid());
    }

    private void handOver(Message message) throws ProtocolException {
        boolean first = hello == null;
        if (first != message instanceof Message.Hello
                || !(message instanceof Message.FromWorker fromWorker)) {
            throw new ProtocolException(
                    "%s is no %s message of a worker"
                            .formatted(
                                    message.getClass().getSimpleName(), first ? "first" : "later"));
        }
        try {
            if (message instanceof Message.Hello said) {
                hello = said;
                listener.hello(this, said);
            } else if (!(message instanceof Message.Alive)) {
                // That one would wake the master's thread, once a second for each worker.
                listener.message(this, fromWorker);
            }
        } catch (RuntimeException e) {
            LOG.error("could not handle {} of {}", message, this, e);
        }
    }

    /**
     * Drops a link whose first message made no sense, but says why: it may be a worker of another
     * version.
     */
    private void refuse(String reason) {
        out.add(Frame.of(Codec.encode(new Message.Refused(reason))));
        end(new Ending(reason, true, true, System.nanoTime() + times.flush().toNanos()));
    }

    private void drop(String reason) {
        end(new Ending(reason, false, true, System.nanoTime()));
    }

    private Ending broken(IOException e) {
        return new Ending("the link broke: " + e.getMessage(), false, false, System.nanoTime());
    }

    /** Lets the link end; the first reason counts. */
    private void end(Ending how) {
        if (ending.compareAndSet(null, how)) {
            out.close();
        }
    }

    /** Writes until nothing is left or the socket is full; returns whether nothing is left. */
    private boolean write() {
        try {
            for (Frame frame = out.first(); frame != null; frame = out.first()) {
                wire.write(frame);
                if (frame.bytes().hasRemaining()) {
                    return false;
                }
                out.removeFirst();
            }
        } catch (IOException e) {
            discard();
            end(broken(e));
        }
        return true;
    }

    private void discard() {
        out.discard().forEach(frame -> Wire.release(frame, posix));
    }

    private void finish(Ending end) {
        discard();
        try {
            wire.close();
        } catch (IOException e) {
            LOG.debug("closing the link of {}: {}", this, e.getMessage());
        }
        if (end.warn) {
            LOG.warn("dropped the link of {}: {}", this, end.reason);
        }
        if (hello != null) {
            try {
                listener.lost(this, end.reason);
            } catch (RuntimeException e) {
                LOG.error("could not handle the loss of the link of {}", this, e);
            }
        }
    }
}
