package io.clutch.master;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The end of the cluster: every worker stops, or is killed, and then the master ends. */
final class Shutdown {

    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final Roster roster;
    private final TimeSource time;
    private final Journal journal;
    private final Admission admission;
    private final String signal;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Worker> killed = new HashSet<>();
    private final long began;
    private OptionalInt ownStatus = OptionalInt.empty();
    private boolean over;
    private boolean anyKilled;

    /**
     * Prepares.
     *
     * @param signal what stands behind it: it decides how programs end that never listened
     */
    Shutdown(Roster roster, TimeSource time, Journal journal, Admission admission, String signal) {
        this.roster = roster;
        this.time = time;
        this.journal = journal;
        this.admission = admission;
        this.signal = signal;
        began = time.nanos();
    }

    /** Asks every worker to stop. */
    void begin(String cause) {
        journal.info("stopping: " + cause);
        admission.close();
        for (var slot : roster.slots()) {
            slot.restart().clear();
        }
        for (var worker : roster.workers()) {
            roster.stop(worker, Departure.CLUSTER_STOPS, cause, signal);
        }
    }

    /** Makes the master end with this status, however the workers end. */
    void endWith(int status) {
        ownStatus = OptionalInt.of(status);
    }

    /** Adds somebody who wants to know when it is over. */
    void tell(Answer answer) {
        answers.add(answer);
    }

    /** Kills what is left. */
    void killAll(String cause) {
        journal.warn("killing all workers: " + cause);
        roster.workers().forEach(this::kill);
    }

    /** Kills one that has not stopped. */
    void kill(Worker worker) {
        if (worker.state() != WorkerState.KILLED) {
            killed.add(worker);
            roster.kill(worker);
        }
    }

    void ended(Worker worker, int status) {
        // It may have been quicker than the signal.
        anyKilled |= killed.contains(worker) && status == ExitReason.KILLED;
    }

    /** Ends it if no worker is left. */
    void checkDone() {
        if (over || !roster.workers().isEmpty()) {
            return;
        }
        over = true;
        var line = "stopped after " + Elapsed.text(time.nanos() - began);
        journal.info(line);
        answers.forEach(answer -> answer.done(line));
    }

    boolean isOver() {
        return over;
    }

    /**
     * Returns the status to end with.
     *
     * @param wasUp whether the cluster has ever listened
     * @param firstSlot how the last process of slot 1 ended, empty if none did
     */
    int status(boolean wasUp, OptionalInt firstSlot) {
        if (ownStatus.isPresent()) {
            return ownStatus.getAsInt();
        }
        if (!wasUp) {
            return firstSlot.orElse(128 + NUMBERS.getOrDefault(signal, 15));
        }
        return anyKilled ? 1 : 0;
    }
}
