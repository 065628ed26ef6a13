package io.clutch.master;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A rolling reload: in one slot after the other, or in several at once, a new worker starts beside
 * the old one, and when it is ready, and listens wherever the old one does, that one stops. The
 * first new worker that does not get ready ends the reload: what has been replaced stays replaced,
 * the other slots keep their old workers.
 */
final class Reload {

    private final Rules rules;
    private final Roster roster;
    private final Binds binds;
    private final TimeSource time;
    private final Journal journal;
    private final Answer answer;
    private final BiConsumer<Slot, String> down;

    /** Every slot, with the worker that it had when the reload began, null for none. */
    private final Map<Slot, Worker> before = new LinkedHashMap<>();

    private final Deque<Slot> waiting;
    private final List<Turn> turns = new ArrayList<>();
    private final long began;
    private int replaced;
    private String failure;
    private boolean over;

    /**
     * Prepares a reload of the given slots.
     *
     * @param down takes a slot that a failed reload leaves without any process, and the news of it
     */
    Reload(
            Rules rules,
            Roster roster,
            Binds binds,
            TimeSource time,
            Journal journal,
            Collection<Slot> slots,
            Answer answer,
            BiConsumer<Slot, String> down) {
        this.rules = rules;
        this.roster = roster;
        this.binds = binds;
        this.time = time;
        this.journal = journal;
        this.answer = answer;
        this.down = down;
        waiting = new ArrayDeque<>(slots);
        slots.forEach(slot -> before.put(slot, slot.current()));
        began = time.nanos();
    }

    void begin() {
        int atOnce = Math.min(rules.reloadParallel(), before.size());
        tell(
                "reload: %d slots, %s"
                        .formatted(
                                before.size(),
                                atOnce == 1 ? "one after the other" : atOnce + " at a time"));
        proceed();
    }

    /** Returns whether there is nothing left to do, because all is done or it failed. */
    boolean isOver() {
        return over;
    }

    /** Returns how far it is, in words: {@code 1 of 4 workers replaced}. */
    String where() {
        return "%d of %d workers replaced".formatted(replaced, before.size());
    }

    private void proceed() {
        while (failure == null && !waiting.isEmpty() && turns.size() < rules.reloadParallel()) {
            start(waiting.poll());
        }
        if (turns.isEmpty()) {
            finish();
        }
    }

    private void start(Slot slot) {
        var fresh = roster.start(slot);
        if (fresh != null) {
            turns.add(new Turn(slot, fresh, rules, time));
            return;
        }
        refill(slot);
        fail(
                "slot %d: no new worker can be started: %s"
                        .formatted(slot.number(), roster.startFailure()));
    }

    private void finish() {
        over = true;
        if (failure != null) {
            var line = "reload: " + failure + keep();
            journal.warn(line);
            answer.failed(line);
            return;
        }
        var line =
                "reload: %d workers replaced in %s"
                        .formatted(before.size(), Elapsed.text(time.nanos() - began));
        journal.info(line);
        answer.done(line);
    }

    /** A worker is ready. */
    void ready(Worker worker) {
        var turn = awaiting(worker);
        if (turn == null) {
            return;
        }
        turn.ready(rules.readyWord(), Binds.LISTEN_TIME);
        settle(turn, time.nanos());
    }

    /** Replaces the old worker if nobody would miss it. */
    private void settle(Turn turn, long now) {
        var old = turn.slot().current();
        var missing = old == null ? List.of() : binds.missing(old, turn.fresh());
        if (missing.isEmpty()) {
            replace(turn);
        } else if (turn.isSettlingOver(now)) {
            journal.warn(
                    "%s does not listen at %s, where the old one does, after %s: the old one stops"
                            .formatted(
                                    turn.newWorker(),
                                    missing,
                                    Elapsed.text(Binds.LISTEN_TIME.toNanos())));
            replace(turn);
        }
    }

    private void replace(Turn turn) {
        var old = turn.promote();
        if (old == null) {
            done(turn);
        } else {
            roster.stop(old, Departure.REPLACED, "a reload replaces it", "TERM");
        }
    }

    /** A worker has ended, for the reason given. */
    void ended(Worker worker, String reason) {
        for (var turn : List.copyOf(turns)) {
            if (turn.awaitsEndOf(worker)) {
                done(turn);
            } else if (turn.awaits(worker)) {
                fail(turn, "ended before it %s: %s".formatted(milestone(turn), reason));
            }
        }
    }

    /** A worker begins to stop without having been asked. */
    void stops(Worker worker, String cause) {
        var turn = awaiting(worker);
        if (turn != null) {
            var milestone = milestone(turn);
            turn.drop();
            fail(turn, "stops before it %s: %s".formatted(milestone, cause));
        }
    }

    void due(long now) {
        for (var turn : List.copyOf(turns)) {
            if (turn.isDue(now)) {
                overdue(turn);
            } else if (turn.isSettling()) {
                settle(turn, now);
            }
        }
    }

    private void overdue(Turn turn) {
        var fresh = turn.fresh();
        var news =
                fresh.listened()
                        ? "is not ready after %s: %s".formatted(turn.elapsed(), fresh.trouble())
                        : "does not listen after " + turn.elapsed();
        turn.drop();
        roster.stop(fresh, Departure.NOT_READY, "it was not ready in time", "TERM");
        fail(turn, news);
    }

    private static String milestone(Turn turn) {
        if (turn.isSettling()) {
            return "listened wherever the old one does";
        }
        return turn.fresh().listened() ? "was ready" : "listened";
    }

    private Turn awaiting(Worker worker) {
        return turns.stream().filter(turn -> turn.awaits(worker)).findFirst().orElse(null);
    }

    private void done(Turn turn) {
        turns.remove(turn);
        replaced++;
        tell("%s (%d of %d)".formatted(turn.story(), replaced, before.size()));
        proceed();
    }

    private void fail(Turn turn, String news) {
        turns.remove(turn);
        refill(turn.slot());
        fail(turn.newWorker() + " " + news);
        proceed();
    }

    /** Ends what has been begun: what is not ready is given up, what is ready takes over. */
    private void fail(String reason) {
        failure = reason;
        for (var turn : List.copyOf(turns)) {
            if (turn.isOpen()) {
                turns.remove(turn);
                turn.drop();
                roster.stop(turn.fresh(), Departure.NOT_READY, "the reload has failed", "TERM");
                refill(turn.slot());
            }
        }
        if (!turns.isEmpty()) {
            tell(
                    "reload: %s; no more are replaced, old workers that still have to stop: %d"
                            .formatted(reason, turns.size()));
        }
    }

    private void refill(Slot slot) {
        if (slot.isDown()) {
            down.accept(slot, "slot %d has no worker".formatted(slot.number()));
        }
    }

    private String keep() {
        long kept = before.entrySet().stream().filter(e -> keeps(e.getKey(), e.getValue())).count();
        if (kept == before.size()) {
            return "; all slots keep their old workers";
        }
        long empty = before.keySet().stream().filter(Reload::isEmpty).count();
        return "; %d of %d slots keep their old workers%s"
                .formatted(
                        kept,
                        before.size(),
                        switch ((int) empty) {
                            case 0 -> "";
                            case 1 -> ", 1 has none";
                            default -> ", %d have none".formatted(empty);
                        });
    }

    private static boolean keeps(Slot slot, Worker old) {
        return old != null && slot.current() == old && old.state().isStaying();
    }

    private static boolean isEmpty(Slot slot) {
        return slot.current() == null || !slot.current().state().isStaying();
    }

    long remaining(long now) {
        return turns.stream().mapToLong(turn -> turn.remaining(now)).min().orElse(Long.MAX_VALUE);
    }

    /** Ends the reload because something else is more important. */
    void cancel(String reason) {
        turns.clear();
        over = true;
        answer.failed(reason);
    }

    private void tell(String line) {
        journal.info(line);
        answer.progress(line);
    }
}
