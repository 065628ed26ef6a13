package io.clutch.master;

import io.clutch.link.Message;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which worker is the leader: at most one has been told so. Who is, stays it for as long as its
 * process is there to stay. Else it is the lowest slot among those that serve, or, while none does,
 * among those that are about to.
 */
final class Leadership {

    private static final Comparator<Worker> BEST_FIRST =
            Comparator.comparing((Worker w) -> w.state() != WorkerState.SERVING)
                    .thenComparing(w -> w.id().slot())
                    .thenComparing(w -> w.id().generation());

    private Worker leader;

    boolean isLeader(Worker worker) {
        return worker == leader;
    }

    /** Returns whether a worker that has just linked is to be welcomed as the leader. */
    boolean welcomes(Worker worker, Collection<Worker> workers) {
        if (isSettled() || best(workers).filter(best -> best == worker).isEmpty()) {
            return false;
        }
        depose();
        leader = worker;
        return true;
    }

    /** Finds a new leader if there is none, or none that stays. */
    void settle(Collection<Worker> workers) {
        if (isSettled()) {
            return;
        }
        // One without a link hears of it with its welcome.
        best(workers)
                .filter(best -> best.line() != null)
                .ifPresent(
                        best -> {
                            depose();
                            leader = best;
                            best.send(new Message.Leader(true));
                        });
    }

    private boolean isSettled() {
        return leader != null && leader.state().isStaying();
    }

    private static Optional<Worker> best(Collection<Worker> workers) {
        return workers.stream().filter(w -> w.state().isStaying()).min(BEST_FIRST);
    }

    private void depose() {
        if (leader != null) {
            leader.send(new Message.Leader(false));
        }
    }
}
