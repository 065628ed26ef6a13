package io.clutch.admin;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client of the control socket: reads its request, has it served, and writes the answer as fast
 * as the client takes it.
 *
 * <p>The socket belongs to the control thread; only {@link #add} is called by others, and leaves
 * bytes for that thread.
 */
final class Conversation implements Answers.Lines {

    private enum State {
        /** The request is not complete. */
        READING,
        /** A question was asked; the answer is due soon. */
        ASKED,
        /** Something is being done that takes the time it takes. */
        WORKING,
        /** The answer is complete, though not all of it may be written. */
        ANSWERED
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Requests requests;
    private final Limits limits;
    private final Runnable wakeUp;
    private final Answers answers = new Answers(this);

    // The control thread's.
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private State state = State.READING;
    private long deadline;

    // Guarded by outbox.
    private final Deque<ByteBuffer> outbox = new ArrayDeque<>();
    private int backlog;
    private boolean lastAdded;

    /**
     * Takes a client in.
     *
     * @param key its key, with interest in reading
     * @param wakeUp tells the control thread that {@link #advance} has something to do
     */
    Conversation(
            SocketChannel channel,
            SelectionKey key,
            Requests requests,
            Limits limits,
            long now,
            Runnable wakeUp) {
        this.channel = channel;
        this.key = key;
        this.requests = requests;
        this.limits = limits;
        this.wakeUp = wakeUp;
        this.deadline = now + limits.requestTime().toNanos();
    }

    @Override
    public void add(JsonObject line, boolean last) {
        if (closed()) {
            return;
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (outbox) {
            // Progress that a client does not read is left out; the last line always fits.
            if (!last && backlog + bytes.length > limits.backlogBytes()) {
                return;
            }
            backlog += bytes.length;
            outbox.add(ByteBuffer.wrap(bytes));
            lastAdded |= last;
        }
        wakeUp.run();
    }

    /** Turns the client away with a reason, before it has said anything. */
    void refuse(String reason, long now) {
        answers.failed(reason);
        advance(now);
    }

    /**
     * Reads and writes what can be read and written. Called by the control thread when the selector
     * says so, or after {@link #add}.
     */
    void advance(long now) {
        try {
            if (key.isValid() && key.isReadable()) {
                read(now);
            }
            write(now);
        } catch (IOException | CancelledKeyException e) {
            close(); // The client went away. What it asked for goes on.
        }
    }

    /** Gives up on a client whose time has run out, and returns whether it did. */
    void expire(long now) {
        if (!hasDeadline() || now - deadline < 0) {
            return;
        }
        switch (state) {
            case READING ->
                    refuse(
                            "no complete request within %d ms"
                                    .formatted(limits.requestTime().toMillis()),
                            now);
            case ASKED ->
                    refuse(
                            "the master has not answered within %d ms; it may be overloaded or hung"
                                    .formatted(limits.statusTime().toMillis()),
                            now);
            default -> close();
        }
    }

    /**
     * Returns how many nanoseconds are left before {@link #expire} has something to do; at least 0.
     */
    long nanosLeft(long now) {
        return hasDeadline() ? Math.max(0, deadline - now) : Long.MAX_VALUE;
    }

    /**
     * Returns whether the client may go on sending or waiting, that is, whether it counts as one of
     * the clients being served.
     */
    boolean served() {
        return state != State.ANSWERED;
    }

    boolean closed() {
        return !channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned.
        }
    }

    private boolean hasDeadline() {
        return state != State.WORKING;
    }

    private void read(long now) throws IOException {
        var buffer = ByteBuffer.allocate(8192);
        int count = channel.read(buffer);
        if (state != State.READING) {
            // Whatever comes after the request is not for us; the end of it only means that nothing
            // will come. The answer is still wanted: `nc -U -N`.
            if (count < 0) {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
            return;
        }
        if (count < 0) {
            if (request.size() == 0) {
                close();
            } else {
                key.interestOpsAnd(~SelectionKey.OP_READ);
                serve(now);
            }
            return;
        }
        byte[] bytes = buffer.array();
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                serve(now);
                return;
            }
            request.write(bytes[i]);
        }
        if (request.size() > limits.requestBytes()) {
            answers.failed("the request is longer than %d bytes".formatted(limits.requestBytes()));
        }
    }

    private void serve(long now) {
        if (request.size() > limits.requestBytes()) {
            answers.failed("the request is longer than %d bytes".formatted(limits.requestBytes()));
            return;
        }
        boolean takesItsTime = requests.serve(request.toByteArray(), answers);
        state = takesItsTime ? State.WORKING : State.ASKED;
        deadline = now + limits.statusTime().toNanos();
    }

    private void write(long now) throws IOException {
        boolean blocked = false;
        boolean complete;
        synchronized (outbox) {
            // The lock covers the write itself: the socket is non-blocking, so that nobody waits
            // long for it.
            for (ByteBuffer next = outbox.peek(); next != null && !blocked; next = outbox.peek()) {
                backlog -= channel.write(next);
                if (next.hasRemaining()) {
                    blocked = true;
                } else {
                    outbox.remove();
                }
            }
            complete = lastAdded;
        }
        if (complete && state != State.ANSWERED) {
            state = State.ANSWERED;
            deadline = now + limits.flushTime().toNanos();
        }
        if (complete && !blocked) {
            close();
        } else if (key.isValid()) {
            key.interestOps(
                    blocked
                            ? key.interestOps() | SelectionKey.OP_WRITE
                            : key.interestOps() & ~SelectionKey.OP_WRITE);
        }
    }
}
