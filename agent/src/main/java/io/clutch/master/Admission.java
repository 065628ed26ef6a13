package io.clutch.master;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who gets new connections: the workers that serve, without those that are silent; but if all that
 * serve are silent, all of them, since silence alone must not close the house.
 */
final class Admission {

    private final Roster roster;
    private final Traffic traffic;
    private final Set<Worker> admitted = new LinkedHashSet<>();
    private boolean closed;

    Admission(Roster roster, Traffic traffic) {
        this.roster = roster;
        this.traffic = traffic;
    }

    /** Makes it so, after the state or the silence of a worker has changed. */
    void settle() {
        if (closed) {
            return;
        }
        var serving = roster.workers().stream().filter(Worker::isServing).toList();
        var heard = serving.stream().filter(worker -> !worker.isSilent()).toList();
        var wanted = heard.isEmpty() ? serving : heard;
        // In this order: there is no moment at which nobody is admitted.
        for (var worker : wanted) {
            if (admitted.add(worker)) {
                traffic.admit(worker);
            }
        }
        for (var worker : List.copyOf(admitted)) {
            if (!wanted.contains(worker)) {
                admitted.remove(worker);
                traffic.divert(worker);
            }
        }
    }

    boolean isAdmitted(Worker worker) {
        return admitted.contains(worker);
    }

    /** Refuses new clients for good. */
    void close() {
        if (!closed) {
            closed = true;
            traffic.closeDoor();
        }
    }
}
