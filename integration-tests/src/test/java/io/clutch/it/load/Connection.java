package io.clutch.it.load;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One connection of a lane, or a place for one: sends one request at a time, and books what becomes
 * of it. Belongs to the lane's thread.
 */
final class Connection {

    /**
     * From here on an ended connection is no longer one that was closed at the same time. A server
     * that the machine gives no time in between has been seen to take 49 ms from reading the
     * client's end of file to closing; whether a request was dropped is told by comparing what the
     * servers have handled with what was answered.
     */
    private static final long AT_ONCE_MILLIS = 250;

    private enum State {
        NONE,
        CONNECTING,
        WAITING,
        IDLE
    }

    private final LoadPlan plan;
    private final Selector selector;
    private final Book book;
    private final HttpAnswer answer = new HttpAnswer();

    private State state = State.NONE;
    private SocketChannel channel;
    private InetSocketAddress server;
    private Instant opened;
    private int localPort;
    private int answersBefore;

    private long id;
    private long due;
    private long begun;
    private ByteBuffer request;

    Connection(LoadPlan plan, Selector selector, Book book) {
        this.plan = plan;
        this.selector = selector;
        this.book = book;
    }

    /** Whether a request is under way. */
    boolean isBusy() {
        return state == State.CONNECTING || state == State.WAITING;
    }

    /**
     * Begins the next request.
     *
     * @param next where to connect to, if there is no connection yet
     * @param dueAt when it should have begun, by {@link System#nanoTime}
     */
    void begin(InetSocketAddress next, long dueAt) {
        id = book.begin();
        due = dueAt;
        begun = System.nanoTime();
        answer.clear();
        request = request(next);
        if (state == State.IDLE) {
            state = State.WAITING;
            write(begun);
        } else {
            connect(next);
        }
    }

    /**
     * Goes on with what the selector found.
     *
     * @param seenBy when the selector had found nothing yet: what there is now came later
     */
    void ready(long seenBy) {
        if (state == State.CONNECTING) {
            finishConnect(seenBy);
        } else if (state == State.WAITING) {
            if (request.hasRemaining()) {
                write(seenBy);
            }
            if (state == State.WAITING) {
                read(seenBy);
            }
        } else if (state == State.IDLE) {
            // Whatever a server says that nobody asked for, it is going to close.
            book.closedIdle();
            close();
        }
    }

    /** Gives up if the request has taken too long. */
    void expire(long now) {
        if (isBusy() && now - begun > plan.timeout().toNanos()) {
            var outcome =
                    state == State.CONNECTING
                            ? Outcome.TIMEOUT_IN_CONNECT
                            : answer.isEmpty()
                                    ? Outcome.TIMEOUT_BEFORE_ANSWER
                                    : Outcome.TIMEOUT_IN_ANSWER;
            lost(outcome, now, "no end within " + plan.timeout());
        }
    }

    /** Closes the connection, if there is one. */
    void close() {
        state = State.NONE;
        answersBefore = 0;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // What the server did was seen before; what the client does to itself is no matter.
            }
            channel = null;
        }
    }

    private void connect(InetSocketAddress next) {
        server = next;
        opened = null;
        localPort = 0;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (channel.connect(server)) {
                channel.register(selector, SelectionKey.OP_READ, this);
                connected();
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, this);
                state = State.CONNECTING;
            }
        } catch (IOException e) {
            lost(unconnected(e), begun, e.toString());
        }
    }

    private void finishConnect(long seenBy) {
        try {
            if (!channel.finishConnect()) {
                return;
            }
            channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
            connected();
        } catch (IOException e) {
            lost(unconnected(e), seenBy, e.toString());
        }
    }

    private void connected() throws IOException {
        book.connected();
        opened = Instant.now();
        localPort = channel.socket().getLocalPort();
        state = State.WAITING;
        write(System.nanoTime());
    }

    private void write(long seenBy) {
        try {
            channel.write(request);
            channel.keyFor(selector)
                    .interestOps(
                            request.hasRemaining()
                                    ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                                    : SelectionKey.OP_READ);
        } catch (IOException e) {
            ended(Outcome.RESET_BEFORE_ANSWER, seenBy, "write: " + e.getMessage());
        }
    }

    private void read(long seenBy) {
        int count;
        try {
            count = channel.read(answer.space());
        } catch (IOException e) {
            ended(
                    answer.isEmpty() ? Outcome.RESET_BEFORE_ANSWER : Outcome.RESET_IN_ANSWER,
                    seenBy,
                    "read: " + e.getMessage());
            return;
        }
        if (count < 0 && answer.isEmpty()) {
            ended(Outcome.END_BEFORE_ANSWER, seenBy, "end of file");
        } else if (count != 0 && answer.isComplete(count < 0)) {
            complete(seenBy);
        } else if (count < 0) {
            ended(Outcome.END_IN_ANSWER, seenBy, "end of file");
        }
    }

    private void complete(long seenBy) {
        var problem = answer.problem(id);
        if (problem != null) {
            lost(Outcome.WRONG_ANSWER, seenBy, problem);
            return;
        }
        book.answered(id, System.nanoTime() - due, answer.process());
        answersBefore++;
        if (plan.keepAlive() && answer.isKeptAlive()) {
            state = State.IDLE;
        } else {
            close();
        }
    }

    /** The server ended the connection. */
    private void ended(Outcome outcome, long seenBy, String detail) {
        if (answersBefore > 0 && answer.isEmpty()) {
            var millis = millisAfterBegin(seenBy);
            if (millis <= AT_ONCE_MILLIS) {
                book.stale(id, millis);
                close();
            } else {
                lost(Outcome.CUT_IN_PROGRESS, seenBy, detail);
            }
        } else {
            lost(outcome, seenBy, detail);
        }
    }

    private void lost(Outcome outcome, long seenBy, String detail) {
        var connection =
                localPort == 0 ? null : server.getAddress().getHostAddress() + "<" + localPort;
        book.lost(
                new Failure(
                        outcome,
                        id,
                        connection,
                        opened,
                        Instant.now(),
                        millisAfterBegin(seenBy),
                        answersBefore,
                        detail));
        close();
    }

    private long millisAfterBegin(long nanos) {
        return Math.max(0, (nanos - begun) / 1_000_000);
    }

    private static Outcome unconnected(IOException e) {
        if (e instanceof ConnectException) {
            return Outcome.REFUSED;
        }
        var own =
                e instanceof BindException || String.valueOf(e.getMessage()).contains("open file");
        return own ? Outcome.CLIENT_FAILED : Outcome.RESET_IN_CONNECT;
    }

    private ByteBuffer request(InetSocketAddress next) {
        // Put together by hand: formatting costs more than sending.
        var text =
                "GET "
                        + plan.path().replace("{id}", Long.toString(id))
                        + " HTTP/1.1\r\nHost: "
                        + next.getAddress().getHostAddress()
                        + ":"
                        + next.getPort()
                        + "\r\nX-Request-Id: "
                        + id
                        + (plan.keepAlive() ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
