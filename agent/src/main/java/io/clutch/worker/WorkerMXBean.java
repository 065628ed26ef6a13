package io.clutch.worker;

/** What JMX shows of a worker, as {@code io.clutch:type=Worker}. */
public interface WorkerMXBean {

    /** Returns the slot, 1 or more. */
    int getSlot();

    /** Returns the how-many-th process of its slot this is. */
    int getGeneration();

    /** Returns the number of slots. */
    int getWorkers();

    /** Returns whether this worker is the leader. */
    boolean isLeader();

    /** Returns {@code starting}, {@code serving} or {@code stopping}. */
    String getState();
}
