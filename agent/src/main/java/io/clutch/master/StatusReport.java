package io.clutch.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes down what a cluster is doing. */
final class StatusReport {

    /**
     * What does not change.
     *
     * @param name what the cluster is called
     * @param pid the master's process id
     * @param version the version of Clutch
     */
    record Identity(String name, long pid, String version) {}

    private final Identity identity;
    private final Roster roster;
    private final Binds binds;
    private final Leadership leadership;
    private final TimeSource time;
    private final Instant started;
    private final long startedNanos;

    StatusReport(
            Identity identity, Roster roster, Binds binds, Leadership leadership, TimeSource time) {
        this.identity = identity;
        this.roster = roster;
        this.binds = binds;
        this.leadership = leadership;
        this.time = time;
        started = time.now();
        startedNanos = time.nanos();
    }

    ClusterStatus write(String state) {
        List<WorkerStatus> rows = new ArrayList<>();
        roster.slots().forEach(slot -> addRows(rows, slot));
        return new ClusterStatus(
                identity.name(),
                identity.pid(),
                identity.version(),
                state,
                roster.size(),
                started,
                Duration.ofNanos(time.nanos() - startedNanos),
                roster.slots().stream().mapToInt(Slot::restarts).sum(),
                binds.addresses().stream()
                        .map(
                                a ->
                                        new SharedAddressStatus(
                                                a.address(), a.port(), a.holders().size()))
                        .toList(),
                rows);
    }

    private void addRows(List<WorkerStatus> rows, Slot slot) {
        if (slot.workers().isEmpty()) {
            var state = slot.restart().isSet() ? "back-off" : "waiting";
            rows.add(row(slot, slot.generation(), 0, state, false, 0));
        }
        slot.workers().stream()
                .sorted(Comparator.comparing(worker -> worker.id().generation()))
                .forEach(
                        w ->
                                rows.add(
                                        row(
                                                slot,
                                                w.id().generation(),
                                                w.pid(),
                                                word(w),
                                                leadership.isLeader(w),
                                                time.nanos() - w.startedNanos())));
    }

    private static String word(Worker worker) {
        return worker.isSilent() && worker.state().isStaying() ? "silent" : worker.state().text();
    }

    private static WorkerStatus row(
            Slot slot, int generation, long pid, String state, boolean leader, long up) {
        return new WorkerStatus(
                slot.number(),
                generation,
                pid,
                state,
                leader,
                Duration.ofNanos(up),
                slot.restarts(),
                slot.lastExit(),
                slot.lastExitAt());
    }
}
