package io.clutch.master;

import io.clutch.listen.Estate;
import java.util.OptionalInt;

/** What follows when a worker's process has ended. */
final class Endings {

    private final Roster roster;
    private final Binds binds;
    private final Operations operations;
    private final Heirs heirs;
    private final Restarts restarts;
    private final TimeSource time;
    private final Journal journal;
    private final ExitReason exitReason;
    private final OomWatch oomWatch;
    private OptionalInt firstSlotStatus = OptionalInt.empty();
    private OptionalInt early = OptionalInt.empty();

    Endings(
            Roster roster,
            Binds binds,
            Operations operations,
            Heirs heirs,
            Restarts restarts,
            Supervisor.Surroundings around,
            Journal journal) {
        this.roster = roster;
        this.binds = binds;
        this.operations = operations;
        this.heirs = heirs;
        this.restarts = restarts;
        this.journal = journal;
        time = around.time();
        exitReason = new ExitReason(around.exitsOnOutOfMemory());
        oomWatch = new OomWatch(around.crew(), time);
    }

    /** Returns how the last process of slot 1 that ended did so, empty if none has. */
    OptionalInt firstSlotStatus() {
        return firstSlotStatus;
    }

    /** Returns the status to end with if all processes have ended before any listened. */
    OptionalInt early() {
        return early;
    }

    /** A process has ended. */
    void ended(Worker worker, int status) {
        ended(worker, status, reason(worker, status));
    }

    /** A process is not waited for any more, though it may still be there. */
    void abandoned(Worker worker) {
        ended(worker, ExitReason.KILLED, "killed, without effect so far");
    }

    private String reason(Worker worker, int status) {
        boolean oomKilled = status == ExitReason.KILLED && oomWatch.active();
        var text = exitReason.text(status, oomKilled);
        return worker.departure() == Departure.HUNG ? worker.trouble() + ", " + text : text;
    }

    private void ended(Worker worker, int status, String reason) {
        var slot = roster.slot(worker);
        boolean wasCurrent = worker == slot.current();
        roster.remove(worker);
        if (wasCurrent && (slot.successor() == null || !slot.successor().isServing())) {
            // They wait for the next process, however long this one served.
            slot.orphans().clear();
        }
        boolean goesOn = roster.isUp() && !operations.stopping();
        binds.gone(worker, goesOn ? heirs.estate(worker, slot, wasCurrent, status) : Estate.ENDED);
        heirs.ended(worker, slot);
        slot.lastExit(reason, time.now());
        if (slot.number() == 1) {
            firstSlotStatus = OptionalInt.of(status);
        }
        var news =
                "slot %d: pid %d ended after %s: %s"
                        .formatted(
                                slot.number(),
                                worker.pid(),
                                Elapsed.text(time.nanos() - worker.startedNanos()),
                                reason);
        operations.ended(worker, slot, status, reason);
        if (operations.stopping()) {
            journal.debug(news);
        } else if (!roster.isUp()) {
            endedEarly(news);
        } else if (wasCurrent && slot.successor() != null) {
            journal.warn(news + "; its successor is about to take its place");
        } else if (wasCurrent) {
            restarts.ended(slot, worker, status, news);
        } else {
            journal.debug(news);
        }
    }

    private void endedEarly(String news) {
        journal.debug(news);
        boolean retries = roster.slots().stream().anyMatch(slot -> slot.restart().isSet());
        if (roster.workers().isEmpty() && !retries) {
            early = OptionalInt.of(firstSlotStatus.orElse(1));
        }
    }
}
