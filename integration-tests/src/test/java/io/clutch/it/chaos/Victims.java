package io.clutch.it.chaos;

import io.clutch.it.load.Failure;
import io.clutch.it.load.Ledger;
import io.clutch.it.load.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The connections that processes had accepted when they were killed: the only ones on which a
 * request may be lost.
 *
 * <p>A process is stopped before it is killed. So it is known, not guessed, which connections are
 * its own: it accepts no more, and the kernel shows which of its descriptors are which. What waits
 * in the queue of its listener is not among them, and has no excuse.
 */
public final class Victims {

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final List<Killed> killed = new ArrayList<>();

    private record Killed(Instant since, long pid, Set<String> connections) {

        boolean excuses(Failure failure) {
            return failure.connection() != null
                    && connections.contains(failure.connection())
                    && failure.opened().isBefore(since)
                    && failure.ended().isAfter(since)
                    && (failure.outcome() == Outcome.RESET_BEFORE_ANSWER
                            || failure.outcome() == Outcome.RESET_IN_ANSWER
                            || failure.outcome() == Outcome.END_BEFORE_ANSWER
                            || failure.outcome() == Outcome.END_IN_ANSWER
                            || failure.outcome() == Outcome.CUT_IN_PROGRESS);
        }
    }

    /**
     * Kills a process.
     *
     * @return how many connections it held
     */
    public int kill(Cluster cluster, long pid) {
        var connections = stop(cluster, pid);
        died(pid, connections, Instant.now());
        cluster.signal(pid, "KILL");
        return connections.size();
    }

    /** Stops a process, and returns the connections that it holds. */
    Set<String> stop(Cluster cluster, long pid) {
        cluster.signal(pid, "STOP");
        var deadline = System.nanoTime() + STOP_DEADLINE.toNanos();
        while (!Linux.isStopped(pid)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("process " + pid + " does not stop");
            }
            LockSupport.parkNanos(1_000_000);
        }
        return Linux.accepted(pid, cluster.port());
    }

    /** Takes note that a process that stood still since a moment was killed, by whomever. */
    synchronized void died(long pid, Set<String> connections, Instant since) {
        killed.add(new Killed(since, pid, connections));
    }

    /** How many processes were killed. */
    public synchronized int number() {
        return killed.size();
    }

    /** How many connections they held, all together. */
    public synchronized int connections() {
        return killed.stream().mapToInt(one -> one.connections().size()).sum();
    }

    /** The losses that have no excuse. */
    public synchronized List<Failure> unexcused(Ledger ledger) {
        return ledger.failures().stream()
                .filter(failure -> killed.stream().noneMatch(one -> one.excuses(failure)))
                .toList();
    }
}
