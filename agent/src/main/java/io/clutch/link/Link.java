package io.clutch.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** The master's end of one link. Safe for any thread. */
public final class Link {

    /**
     * A worker that leaves this many bytes unread is not well, and must not make the master
     * remember more.
     */
    private static final int MAX_BACKLOG = 256 * 1024;

    private final SocketChannel channel;
    private final long openedNanos;
    private final Inbox inbox = new Inbox();

    // Guarded by "this": senders are the master's thread and the link thread.
    private final Deque<ByteBuffer> outbox = new ArrayDeque<>();
    private int backlog;
    private boolean closing;
    private String closeReason;
    private SelectionKey key;

    // Only the link thread touches it.
    private boolean presented;

    Link(SocketChannel channel, long openedNanos) {
        this.channel = channel;
        this.openedNanos = openedNanos;
    }

    /**
     * Sends a message; never blocks.
     *
     * @return whether the link was open; true does not promise that the worker reads it
     */
    public synchronized boolean send(Message.FromMaster message) {
        if (closing || !channel.isOpen()) {
            return false;
        }
        var frame = Codec.encode(message);
        backlog += frame.remaining();
        outbox.add(frame);
        if (backlog > MAX_BACKLOG) {
            closeLocked("the worker does not read: %d bytes wait for it".formatted(backlog), false);
            return false;
        }
        flush();
        return true;
    }

    /**
     * Closes the link after what has been sent is written, as far as the worker reads it.
     *
     * @param reason for the log
     */
    public synchronized void close(String reason) {
        closeLocked(reason, true);
    }

    private void closeLocked(String reason, boolean flushFirst) {
        if (closing) {
            return;
        }
        closing = true;
        closeReason = reason;
        if (!flushFirst) {
            outbox.clear();
        }
        flush();
        if (key != null && key.isValid()) {
            // The link thread finishes: it alone reports the loss, so it is reported once.
            key.interestOps(key.interestOps() | SelectionKey.OP_WRITE);
            key.selector().wakeup();
        }
    }

    synchronized void register(SelectionKey key) {
        this.key = key;
    }

    /** Writes what the socket takes; the rest goes when the selector says so. */
    synchronized void flush() {
        try {
            while (!outbox.isEmpty()) {
                var head = outbox.peek();
                backlog -= channel.write(head);
                if (head.hasRemaining()) {
                    break;
                }
                outbox.remove();
            }
        } catch (IOException e) {
            closing = true;
            closeReason =
                    closeReason == null
                            ? "it cannot be written to: " + e.getMessage()
                            : closeReason;
            outbox.clear();
        }
        if (key != null && key.isValid()) {
            boolean more = !outbox.isEmpty() || closing;
            int ops = SelectionKey.OP_READ | (more ? SelectionKey.OP_WRITE : 0);
            if (key.interestOps() != ops) {
                key.interestOps(ops);
                key.selector().wakeup();
            }
        }
    }

    /** Returns the reason if the link is to be closed now. */
    synchronized String finished() {
        return closing && outbox.isEmpty() ? closeReason : null;
    }

    SocketChannel channel() {
        return channel;
    }

    Inbox inbox() {
        return inbox;
    }

    long openedNanos() {
        return openedNanos;
    }

    boolean presented() {
        return presented;
    }

    void markPresented() {
        presented = true;
    }
}
