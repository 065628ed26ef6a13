package io.clutch.drain;

import java.util.concurrent.TimeUnit;

/** Looks at one connection again and again, and judges it. */
final class History {

    /** Whoever sends for so long without being asked has not just one answer to give. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long beganNanos;
    private Sample sample;
    private Verdict verdict;
    private Seen seen = Seen.NOTHING;
    private int missed;
    private long answeredNanos;
    private long changedNanos;

    History(Sample first, long nanos) {
        beganNanos = nanos;
        answeredNanos = nanos;
        changedNanos = nanos;
        sample = first;
        verdict = Judgement.of(first, seen);
    }

    Sample sample() {
        return sample;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Takes another look into account. */
    void look(Sample now, long nanos) {
        boolean received = now.bytesReceived() > sample.bytesReceived();
        boolean sent = now.dataOut() > sample.dataOut();
        var last = seen.last();
        boolean again = seen.again();
        boolean lasting = seen.lasting();
        boolean busy = seen.busy() || verdict == Verdict.BUSY;
        if (received) {
            last = sent ? Seen.Last.BOTH : Seen.Last.RECEIVED;
            again = false;
            lasting = false;
            answeredNanos = nanos;
            if (verdict == Verdict.ANSWERED) {
                missed++;
            }
        } else if (sent) {
            last = Seen.Last.SENT;
            if (verdict == Verdict.BUSY || isUnclearTie()) {
                // The answer that shows that there was a request.
                busy = true;
                answeredNanos = nanos;
            } else {
                again = true;
                lasting |= nanos - answeredNanos >= LASTING_NANOS;
            }
        }
        seen = new Seen(last, busy, again, lasting);
        var before = verdict;
        verdict = Judgement.of(now, seen);
        if (verdict != before || now.differs(sample)) {
            changedNanos = nanos;
        }
        sample = now;
    }

    private boolean isUnclearTie() {
        return verdict == Verdict.UNCLEAR && sample.gap() == 0;
    }

    /** Returns whether it is answered, and has been for long enough to let its input end. */
    boolean isSettled(long nanos) {
        long watched = (nanos - beganNanos) / 1_000_000;
        return verdict == Verdict.ANSWERED
                && sample.quiet() >= Judgement.settling(sample, seen, missed, watched);
    }

    /** Returns for how many nanoseconds nothing about it has changed. */
    long unchanged(long nanos) {
        return nanos - changedNanos;
    }
}
