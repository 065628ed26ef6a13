package io.clutch.master;

import java.util.concurrent.CompletableFuture;

/**
 * What an operator can see of a running cluster and ask of it. Safe for any thread; no method
 * blocks.
 */
public interface Cluster {

    /**
     * Returns what the cluster is doing, answered by the master's own thread. Fails with {@link
     * IllegalStateException} if the cluster has ended.
     */
    CompletableFuture<ClusterStatus> status();

    /**
     * Replaces the workers slot by slot: a slot's old worker stops when its new one is ready. The
     * first new worker that does not get ready ends the reload; the old ones stay.
     *
     * @param reply hears of each slot, then of the outcome
     */
    void reload(Reply reply);

    /**
     * Changes the number of slots.
     *
     * @param workers the new number, 1 to 254
     * @param reply hears when the new workers are ready, or the surplus ones have ended
     */
    void scale(int workers, Reply reply);

    /**
     * Ends the cluster.
     *
     * @param now whether to kill the workers without their shutdown sequence
     * @param reply hears of it when all workers have ended, just before the master does
     */
    void stop(boolean now, Reply reply);
}
