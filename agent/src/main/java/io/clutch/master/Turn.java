package io.clutch.master;

import java.time.Duration;

/**
 * One slot's turn in a reload: first its new worker gets ready, then it comes to listen wherever
 * the old one does, then that one ends.
 */
final class Turn {

    private final Slot slot;
    private final Worker fresh;
    private final TimeSource time;
    private final Deadline deadline = new Deadline();
    private final Deadline settling = new Deadline();
    private long began;
    private Worker old;
    private String progress = "";

    /** Begins: the new worker, which may take so long, stands beside the old one. */
    Turn(Slot slot, Worker fresh, Rules rules, TimeSource time) {
        this.slot = slot;
        this.fresh = fresh;
        this.time = time;
        began = time.nanos();
        slot.successor(fresh);
        deadline.set(began, rules.readyTimeout());
    }

    Slot slot() {
        return slot;
    }

    Worker fresh() {
        return fresh;
    }

    /** Returns whether the new worker is not ready yet. */
    boolean isOpen() {
        return deadline.isSet();
    }

    /** Returns whether the new worker is ready, but may have to listen at more addresses. */
    boolean isSettling() {
        return settling.isSet();
    }

    /** Returns whether it is this worker that has to get ready, or to settle. */
    boolean awaits(Worker worker) {
        return (isOpen() || isSettling()) && worker == fresh;
    }

    /** Returns whether it is this worker that has to end. */
    boolean awaitsEndOf(Worker worker) {
        return old != null && worker == old;
    }

    /** The new worker is ready, and may take so long to listen at all its addresses. */
    void ready(String word, Duration most) {
        deadline.clear();
        settling.set(time.nanos(), most);
        progress =
                "slot %d: new worker pid %d %s after %s"
                        .formatted(slot.number(), fresh.pid(), word, elapsed());
    }

    /** Puts the new worker in the old one's place; returns that, null if the slot had none. */
    Worker promote() {
        settling.clear();
        old = slot.promote();
        began = time.nanos();
        return old;
    }

    /** Gives the new worker up. */
    void drop() {
        deadline.clear();
        settling.clear();
        slot.dropSuccessor();
    }

    /** Returns what has been done, in words. */
    String story() {
        return old == null
                ? progress
                : "%s, old worker pid %d stopped after %s"
                        .formatted(progress, old.pid(), elapsed());
    }

    boolean isDue(long now) {
        return deadline.isDue(now);
    }

    /** Returns whether the new worker has had its time to settle. */
    boolean isSettlingOver(long now) {
        return settling.isDue(now);
    }

    long remaining(long now) {
        return Math.min(deadline.remaining(now), settling.remaining(now));
    }

    String elapsed() {
        return Elapsed.text(time.nanos() - began);
    }

    /** Returns how the log calls the new worker. */
    String newWorker() {
        return "slot %d: new worker pid %d".formatted(slot.number(), fresh.pid());
    }
}
