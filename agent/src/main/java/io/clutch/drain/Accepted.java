package io.clutch.drain;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** One connection that the application has accepted. */
final class Accepted {

    /** Whoever ignores end-of-file for so long on an idle connection is not waited for. */
    private static final long IGNORED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SocketAddress local;
    private final SocketAddress peer;
    private final History history;
    private boolean wasWaitedFor;
    private Verdict whenEnded;
    private long endedNanos;
    private int round;

    Accepted(SocketAddress local, SocketAddress peer, Sample first, long nanos) {
        this.local = local;
        this.peer = peer;
        history = new History(first, nanos);
    }

    SocketAddress local() {
        return local;
    }

    SocketAddress peer() {
        return peer;
    }

    History history() {
        return history;
    }

    /** Returns whether its input has been ended. */
    boolean isEnded() {
        return whenEnded != null;
    }

    /** Takes note that its input is ended. */
    void ended(long nanos) {
        whenEnded = history.verdict();
        endedNanos = nanos;
    }

    /** Takes note that it is waited for; returns whether that is news. */
    boolean waitFor() {
        boolean news = !wasWaitedFor;
        wasWaitedFor = true;
        return news;
    }

    /**
     * Returns whether there is nothing to wait for although it is open still. One that was unclear
     * when it was ended, and that the application keeps open, has a request in progress.
     */
    boolean isDone(long nanos) {
        return switch (history.verdict()) {
            case OVER -> true;
            case ANSWERED ->
                    whenEnded == Verdict.ANSWERED
                            && nanos - endedNanos >= IGNORED_NANOS
                            && history.unchanged(nanos) >= IGNORED_NANOS;
            case BUSY, STREAM, UNCLEAR -> false;
        };
    }

    /** Returns the number of the round in which it was looked at last. */
    int round() {
        return round;
    }

    void round(int number) {
        round = number;
    }
}
