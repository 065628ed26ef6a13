package io.clutch.master;

import java.util.function.IntConsumer;

/** What follows when a slot has lost its process, or could not get one. */
final class Restarts {

    /** Who served for less than this has no claim to be replaced at once. */
    private static final long SERVED_WELL = 1_000_000_000L;

    private final Rules rules;
    private final Roster roster;
    private final TimeSource time;
    private final Journal journal;
    private final IntConsumer giveUp;
    private int failuresInRow;

    /**
     * Prepares.
     *
     * @param giveUp ends the cluster with a status
     */
    Restarts(Rules rules, Roster roster, TimeSource time, Journal journal, IntConsumer giveUp) {
        this.rules = rules;
        this.roster = roster;
        this.time = time;
        this.journal = journal;
        this.giveUp = giveUp;
    }

    /** A worker has come to listen: the failures before it do not count. */
    void ready() {
        failuresInRow = 0;
    }

    /**
     * The current worker of a slot has ended, and no successor is at hand.
     *
     * @param news what happened, the beginning of a line for the log
     */
    void ended(Slot slot, Worker worker, int status, String news) {
        long served = worker.servedFor(time.nanos());
        slot.policy().ended(served);
        boolean asked = worker.departure() == Departure.ITS_OWN;
        if (!asked && !worker.served() && givesUp(status == 0 ? 1 : status, news)) {
            return;
        }
        schedule(slot, asked && served >= SERVED_WELL ? 0 : slot.policy().nextDelay(), news);
    }

    /** Gives a slot its current process, now or, if that is not possible, later. */
    void start(Slot slot) {
        var worker = roster.start(slot);
        slot.current(worker);
        if (worker == null && !givesUp(1, roster.startFailure())) {
            slot.restart().set(time.nanos() + slot.policy().nextDelay());
        }
    }

    /** A slot that lost its process earlier is to have one again. */
    void resume(Slot slot, String news) {
        schedule(slot, slot.policy().nextDelay(), news);
    }

    private void schedule(Slot slot, long delay, String news) {
        slot.restart().set(time.nanos() + delay);
        var when = delay == 0 ? "at once" : "in " + Elapsed.text(delay);
        journal.warn("%s; the next one starts %s".formatted(news, when));
    }

    private boolean givesUp(int status, String news) {
        failuresInRow++;
        if (failuresInRow < rules.maxFailures() || roster.anyServing()) {
            return false;
        }
        journal.error(
                "giving up: %d starts in a row have failed and no worker serves (max-failures=%d); the last: %s"
                        .formatted(failuresInRow, rules.maxFailures(), news));
        giveUp.accept(status);
        return true;
    }
}
