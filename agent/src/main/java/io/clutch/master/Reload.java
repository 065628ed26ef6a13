package io.clutch.master;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * A rolling reload: slot by slot a new worker starts beside the old one, and when it listens the
 * old one stops. The first new worker that does not come to listen ends the reload; what has been
 * replaced stays replaced, the other slots keep their old workers.
 */
final class Reload {

    private final Rules rules;
    private final Roster roster;
    private final TimeSource time;
    private final Journal journal;
    private final Answer answer;
    private final BiConsumer<Slot, String> down;
    private final Deque<Slot> slots;
    private final int total;
    private final long began;
    private final Deadline deadline = new Deadline();
    private Slot slot;
    private Worker fresh;
    private Worker old;
    private String progress = "";
    private long stepBegan;
    private boolean over;

    /**
     * Prepares a reload of the given slots.
     *
     * @param down takes a slot that a failed reload leaves without any process, and the news of it
     */
    Reload(
            Rules rules,
            Roster roster,
            TimeSource time,
            Journal journal,
            Collection<Slot> slots,
            Answer answer,
            BiConsumer<Slot, String> down) {
        this.rules = rules;
        this.roster = roster;
        this.time = time;
        this.journal = journal;
        this.answer = answer;
        this.down = down;
        this.slots = new ArrayDeque<>(slots);
        this.total = slots.size();
        this.began = time.nanos();
    }

    void begin() {
        tell("reload: %d slots, one after the other".formatted(total));
        next();
    }

    /** Returns whether there is nothing left to do, because all is done or it failed. */
    boolean isOver() {
        return over;
    }

    /** Returns how far it is, in words: {@code slot 2 of 4}. */
    String where() {
        return "slot %d of %d".formatted(total - slots.size(), total);
    }

    private void next() {
        slot = slots.poll();
        if (slot == null) {
            over = true;
            var line =
                    "reload: %d workers replaced in %s"
                            .formatted(total, Elapsed.text(time.nanos() - began));
            journal.info(line);
            answer.done(line);
            return;
        }
        stepBegan = time.nanos();
        old = null;
        fresh = roster.start(slot);
        if (fresh == null) {
            fail(
                    "slot %d: no new worker can be started: %s"
                            .formatted(slot.number(), roster.startFailure()));
            return;
        }
        slot.successor(fresh);
        deadline.set(stepBegan, rules.readyTimeout());
    }

    /** A worker listens. */
    void ready(Worker worker) {
        if (!awaits(worker)) {
            return;
        }
        deadline.clear();
        progress =
                "slot %d: new worker pid %d listens after %s"
                        .formatted(slot.number(), fresh.pid(), since(stepBegan));
        old = slot.promote();
        stepBegan = time.nanos();
        if (old == null) {
            stepDone();
        } else {
            roster.stop(old, Departure.REPLACED, "a reload replaces it", "TERM");
        }
    }

    /** A worker has ended, for the reason given. */
    void ended(Worker worker, String reason) {
        if (worker == old) {
            progress +=
                    ", old worker pid %d stopped after %s".formatted(old.pid(), since(stepBegan));
            stepDone();
        } else if (awaits(worker)) {
            fail("%s ended before it listened: %s".formatted(newWorker(), reason));
        }
    }

    /** A worker begins to stop without having been asked. */
    void stops(Worker worker, String cause) {
        if (awaits(worker)) {
            slot.dropSuccessor();
            fail("%s stops before it listened: %s".formatted(newWorker(), cause));
        }
    }

    private void stepDone() {
        tell("%s (%d of %d)".formatted(progress, total - slots.size(), total));
        next();
    }

    void due(long now) {
        if (deadline.isDue(now)) {
            slot.dropSuccessor();
            roster.stop(fresh, Departure.NOT_READY, "it did not listen in time", "TERM");
            fail("%s does not listen after %s".formatted(newWorker(), since(stepBegan)));
        }
    }

    long remaining(long now) {
        return deadline.remaining(now);
    }

    /** Ends the reload because something else is more important. */
    void cancel(String reason) {
        deadline.clear();
        over = true;
        answer.failed(reason);
    }

    private void fail(String reason) {
        deadline.clear();
        over = true;
        var line = "reload: " + reason + keep();
        journal.warn(line);
        answer.failed(line);
        if (slot.isDown()) {
            down.accept(slot, "slot %d has no worker".formatted(slot.number()));
        }
    }

    private String keep() {
        int kept = slots.size() + 1;
        return kept == total
                ? "; all slots keep their old workers"
                : "; %d of %d slots keep their old workers".formatted(kept, total);
    }

    private boolean awaits(Worker worker) {
        return worker == fresh && deadline.isSet();
    }

    private String newWorker() {
        return "slot %d: new worker pid %d".formatted(slot.number(), fresh.pid());
    }

    private String since(long moment) {
        return Elapsed.text(time.nanos() - moment);
    }

    private void tell(String line) {
        journal.info(line);
        answer.progress(line);
    }
}
