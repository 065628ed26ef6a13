package io.clutch.master;

/**
 * An operator's reply that is answered once, whatever happens around it, and that cannot hurt the
 * master.
 */
final class Answer implements Reply {

    private final Reply reply;
    private final Journal journal;
    private boolean given;

    Answer(Reply reply, Journal journal) {
        this.reply = reply;
        this.journal = journal;
    }

    /** Returns an answer that nobody waits for: to a signal. */
    static Answer toNobody(Journal journal) {
        return new Answer(null, journal);
    }

    @Override
    public void progress(String line) {
        if (!given) {
            pass(() -> reply.progress(line));
        }
    }

    @Override
    public void done(String line) {
        if (!given) {
            given = true;
            pass(() -> reply.done(line));
        }
    }

    @Override
    public void failed(String reason) {
        if (!given) {
            given = true;
            pass(() -> reply.failed(reason));
        }
    }

    private void pass(Runnable answer) {
        if (reply == null) {
            return;
        }
        try {
            answer.run();
        } catch (RuntimeException e) {
            journal.trouble("an operator's answer could not be delivered: " + e);
        }
    }
}
