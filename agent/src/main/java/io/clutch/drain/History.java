package io.clutch.drain;

/** Looks at one connection again and again, and judges it. */
final class History {

    private final long beganNanos;
    private Sample sample;
    private Verdict verdict;
    private Seen seen = Seen.NOTHING;
    private int missed;
    private long changedNanos;

    History(Sample first, long nanos) {
        beganNanos = nanos;
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
        if (received) {
            last = sent ? Seen.Last.BOTH : Seen.Last.RECEIVED;
            again = false;
            if (verdict == Verdict.ANSWERED) {
                missed++;
            }
        } else if (sent) {
            last = Seen.Last.SENT;
            again |= verdict != Verdict.BUSY;
        }
        seen = new Seen(last, seen.busy() || verdict == Verdict.BUSY, again);
        var before = verdict;
        verdict = Judgement.of(now, seen);
        if (verdict != before || now.differs(sample)) {
            changedNanos = nanos;
        }
        sample = now;
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
