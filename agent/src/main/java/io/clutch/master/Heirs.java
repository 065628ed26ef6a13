package io.clutch.master;

import io.clutch.listen.Estate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processes that serve who waits in a listener which no process accepts from any more, although its
 * slot goes on without it, or is given up: because a worker that a reload has replaced, or that is
 * one too many, hung, crashed or was killed before it had served its queue. Only a process of its
 * own can serve that: those that run accept from their own listeners.
 *
 * <p>So an heir is started in the slot, beside its worker if it has one. It inherits the listeners
 * as the next process after a crash does, and when it has, it stops: its drain serves who waits.
 * There is one per slot at a time. What it leaves itself is ended, so that a connection which kills
 * every process that accepts it does so twice at most.
 *
 * <p>Nobody is overlooked: a listener that is kept has its slot looked at, when {@link Slot#look}
 * is due; or, while the slot has no worker that serves, when the next one does, after which {@link
 * Slot#orphans} is due.
 */
final class Heirs {

    /** For handshakes that were under way when the process ended. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Rules rules;
    private final Roster roster;
    private final Binds binds;
    private final TimeSource time;
    private final Journal journal;
    private final Map<Slot, Worker> heirs = new HashMap<>();

    Heirs(Rules rules, Roster roster, Binds binds, TimeSource time, Journal journal) {
        this.rules = rules;
        this.roster = roster;
        this.binds = binds;
        this.time = time;
        this.journal = journal;
    }

    boolean has(Worker worker) {
        return heirs.containsValue(worker);
    }

    /**
     * Returns what becomes of the listeners of a worker that has ended while the cluster goes on.
     *
     * @param wasCurrent whether its slot counted on it
     */
    Estate estate(Worker worker, Slot slot, boolean wasCurrent, int status) {
        if (has(worker)) {
            return Estate.ENDED;
        } else if (wasCurrent && !slot.isSurplus()) {
            return Estate.INHERITED;
        }
        return status == 0 ? Estate.KEPT_IF_AWAITED : Estate.KEPT;
    }

    /** A worker has ended, and its listeners are kept or not. */
    void ended(Worker worker, Slot slot) {
        if (heirs.remove(slot, worker) && isOver(slot) && !slot.look().isSet()) {
            binds.closeOrphans(slot);
        } else if (isOver(slot) && binds.hasOrphans(slot)) {
            slot.look().set(time.nanos(), LOOK);
        }
    }

    /** Returns whether no other process of the slot is to come that would inherit. */
    private static boolean isOver(Slot slot) {
        return slot.isSurplus() || slot.isServing();
    }

    /** The cluster stops: nobody inherits any more. */
    void close(long now) {
        for (var slot : roster.slots()) {
            if (slot.orphans().isDue(now) || slot.look().isDue(now)) {
                slot.orphans().clear();
                slot.look().clear();
                binds.closeOrphans(slot);
            }
        }
    }

    void due(long now) {
        for (var slot : roster.slots()) {
            if (slot.orphans().isDue(now)) {
                slot.orphans().clear();
                slot.look().clear();
                endWait(slot);
            } else if (slot.look().isDue(now)) {
                slot.look().clear();
                look(slot);
            }
        }
        for (var slot : List.copyOf(heirs.keySet())) {
            stopIfDone(slot, heirs.get(slot));
        }
    }

    /** The slot's worker, or its heir, has had its time to inherit. */
    private void endWait(Slot slot) {
        var heir = heirs.get(slot);
        if (heir != null && heir.served() && isOver(slot)) {
            binds.closeOrphans(slot);
        } else {
            look(slot);
        }
    }

    private void look(Slot slot) {
        if (!slot.orphans().isSet()) {
            binds.closeIdleOrphans(slot);
        }
        if (isOver(slot) && !heirs.containsKey(slot) && binds.hasAwaitedOrphans(slot)) {
            start(slot);
        }
    }

    private void start(Slot slot) {
        var heir = roster.start(slot);
        if (heir == null) {
            binds.closeOrphans(slot);
            return;
        }
        heirs.put(slot, heir);
        slot.passing(heir);
        heir.deadline().set(time.nanos(), rules.readyTimeout());
        journal.warn(
                "slot %d: connections wait that a worker which has ended did not accept: pid %d is started, serves them, and stops"
                        .formatted(slot.number(), heir.pid()));
    }

    private void stopIfDone(Slot slot, Worker heir) {
        if (heir.isServing() && !binds.hasOrphans(slot)) {
            roster.stop(heir, Departure.REPLACED, "it has inherited who waited", "TERM");
        }
    }

    /** Returns whether a worker that is not up in time is an heir; then it is stopped. */
    boolean overdue(Worker worker) {
        if (!has(worker)) {
            return false;
        }
        journal.trouble(
                "slot %d: pid %d, which was to serve connections that wait, is not ready in time"
                        .formatted(worker.id().slot(), worker.pid()));
        roster.stop(worker, Departure.NOT_READY, "it was not ready in time", "TERM");
        return true;
    }
}
