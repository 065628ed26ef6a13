package io.clutch.it.load;

import java.util.Locale;

/** How one request ended. Each request ends exactly once. */
public enum Outcome {
    /** The answer came in full, and it is the one to this very request. */
    ANSWERED,
    /** Nobody listens. */
    REFUSED,
    /** A reset instead of a connection. */
    RESET_IN_CONNECT,
    /** A reset of a connection that was made, before any byte of the answer. */
    RESET_BEFORE_ANSWER,
    /** A reset after some bytes of the answer. */
    RESET_IN_ANSWER,
    /** The server closed the connection before any byte of the answer. */
    END_BEFORE_ANSWER,
    /** The server closed the connection after some bytes of the answer. */
    END_IN_ANSWER,
    /** No connection within the time-out. */
    TIMEOUT_IN_CONNECT,
    /** A connection, but no byte of an answer within the time-out. */
    TIMEOUT_BEFORE_ANSWER,
    /** Some bytes of an answer, but not all within the time-out. */
    TIMEOUT_IN_ANSWER,
    /** An answer, but not the one to this request. */
    WRONG_ANSWER,
    /**
     * A connection that had answered before ended before any byte of this answer, at once: the
     * server closed an idle connection while the request was on its way. Every HTTP client has to
     * expect that (RFC 9112, 9.3.1); it is no loss, but it is counted.
     */
    STALE,
    /**
     * As {@link #STALE}, but not at once: the server had time to read the request, and dropped it.
     */
    CUT_IN_PROGRESS,
    /** The client's own lack of a local port or descriptor: says nothing of the server. */
    CLIENT_FAILED;

    /** Whether a request was lost. */
    public boolean isLoss() {
        return this != ANSWERED && this != STALE;
    }

    /** The name in lower case with blanks, as it is printed. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
