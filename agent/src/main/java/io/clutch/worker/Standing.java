package io.clutch.worker;

import io.clutch.link.WorkerId;

/** What this worker is at the moment: its place in the cluster and how far it has come. */
final class Standing {

    private final WorkerId id;
    private volatile int workers;
    private volatile boolean leader;
    private volatile boolean listening;
    private volatile boolean stopping;

    /** How far a worker has come. */
    enum State {
        /** The application has not listened yet. */
        STARTING,
        /** The application has listened. */
        LISTENING,
        /** The shutdown sequence has begun. */
        STOPPING
    }

    Standing(WorkerId id, int workers, boolean leader) {
        this.id = id;
        this.workers = workers;
        this.leader = leader;
    }

    int slot() {
        return id.slot();
    }

    int generation() {
        return id.generation();
    }

    int workers() {
        return workers;
    }

    void workers(int number) {
        workers = number;
    }

    boolean isLeader() {
        return leader;
    }

    void leader(boolean isNow) {
        leader = isNow;
    }

    /** Takes note that the application listens; agents that do so before it do not count. */
    void listens() {
        listening = true;
    }

    /** Returns whether the application has ever listened. */
    boolean hasListened() {
        return listening;
    }

    /** Takes note that the shutdown sequence has begun. */
    void stops() {
        stopping = true;
    }

    State state() {
        if (stopping) {
            return State.STOPPING;
        }
        return listening ? State.LISTENING : State.STARTING;
    }
}
