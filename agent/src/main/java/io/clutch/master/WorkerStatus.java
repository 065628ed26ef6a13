package io.clutch.master;

import java.time.Duration;
import java.time.Instant;

/**
 * One process of a slot, or the slot itself while it has none. During a reload a slot has two.
 *
 * @param slot the slot, 1 or more
 * @param generation the how-many-th process of the slot; of the last one while there is none
 * @param pid its process id, 0 while there is none
 * @param state {@code starting}, {@code linked} (the JVM is up, the application is about to start),
 *     {@code listening} (it listens, and is asked whether it is ready), {@code serving}, {@code
 *     silent} (its process does not run), {@code stopping}, {@code overdue} (it has not stopped in
 *     time, or hangs), {@code killed}; without a process {@code back-off} if one is to be started
 *     later, else {@code waiting}
 * @param leader whether it is the cluster's leader
 * @param up how long the process runs, zero while there is none
 * @param restarts how often the slot's process was replaced because it had ended
 * @param lastExit how the slot's last process that ended did so, in words; empty if none has
 * @param lastExitAt when that was; the epoch if none has ended
 */
public record WorkerStatus(
        int slot,
        int generation,
        long pid,
        String state,
        boolean leader,
        Duration up,
        int restarts,
        String lastExit,
        Instant lastExitAt) {}
