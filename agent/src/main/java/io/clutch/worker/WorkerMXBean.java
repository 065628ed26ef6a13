package io.clutch.worker;

/**
 * A worker as JMX shows it, under the name {@code io.clutch:type=Worker}. It sends a notification
 * of type {@code io.clutch.shutdown} when the worker is about to end.
 */
public interface WorkerMXBean {

    /** Returns the slot, 1 or more. */
    int getSlot();

    /** Returns the how-many-th process of the slot this is, 1 or more. */
    int getGeneration();

    /** Returns how many slots the cluster has. */
    int getWorkers();

    /** Returns whether this worker is the leader. */
    boolean isLeader();

    /** Returns {@code STARTING}, {@code LISTENING} or {@code STOPPING}. */
    String getState();
}
