package io.clutch.master;

import java.util.HashSet;
import java.util.Set;

/**
 * Another number of slots, until those that are new are ready or those that are too many are empty.
 */
final class Scaling {

    private final int target;
    private final TimeSource time;
    private final Journal journal;
    private final Answer answer;
    private final Set<Slot> awaited = new HashSet<>();
    private final Deadline deadline = new Deadline();
    private final long began;
    private boolean over;

    Scaling(int target, TimeSource time, Journal journal, Answer answer) {
        this.target = target;
        this.time = time;
        this.journal = journal;
        this.answer = answer;
        began = time.nanos();
    }

    int target() {
        return target;
    }

    /** Makes the scaling wait for a slot to serve, or to be gone. */
    void await(Slot slot) {
        awaited.add(slot);
    }

    /** Fails unless all is done within the rules' time. */
    void limit(Rules rules) {
        deadline.set(began, rules.readyTimeout());
    }

    /** A slot has got where it was to get. */
    void reached(Slot slot) {
        if (awaited.remove(slot)) {
            checkDone();
        }
    }

    void checkDone() {
        if (!over && awaited.isEmpty()) {
            var line =
                    "scale: %d workers after %s"
                            .formatted(target, Elapsed.text(time.nanos() - began));
            finish();
            journal.info(line);
            answer.done(line);
        }
    }

    void due(long now) {
        if (deadline.isDue(now)) {
            var numbers = awaited.stream().map(Slot::number).sorted().toList();
            var line =
                    "scale: slots %s are not ready after %s; they stay, and are restarted as needed"
                            .formatted(numbers, Elapsed.text(now - began));
            journal.warn(line);
            cancel(line);
        }
    }

    long remaining(long now) {
        return deadline.remaining(now);
    }

    boolean isOver() {
        return over;
    }

    /** Stops waiting; what has been begun goes on. */
    void cancel(String reason) {
        finish();
        answer.failed(reason);
    }

    private void finish() {
        over = true;
        deadline.clear();
    }
}
