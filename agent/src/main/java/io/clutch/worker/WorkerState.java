package io.clutch.worker;

import io.clutch.hook.Api;
import io.clutch.link.WorkerId;

/** What a worker knows about itself and its cluster. Safe for any thread. */
final class WorkerState implements Api.Answers {

    private final WorkerId id;
    private final ShutdownEvent event;
    private volatile int workers;
    private volatile boolean leader;
    private volatile boolean listening;
    private volatile boolean stopping;

    WorkerState(WorkerId id, int workers, boolean leader, ShutdownEvent event) {
        this.id = id;
        this.workers = workers;
        this.leader = leader;
        this.event = event;
    }

    @Override
    public boolean isWorker() {
        return true;
    }

    @Override
    public int slot() {
        return id.slot();
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public boolean isLeader() {
        return leader;
    }

    @Override
    public void onShutdown(Runnable listener) {
        event.add(listener);
    }

    int generation() {
        return id.generation();
    }

    void workers(int number) {
        workers = number;
    }

    void leader(boolean is) {
        leader = is;
    }

    /** Notes that the application has listened: it is a server. */
    void listening() {
        listening = true;
    }

    boolean hasListened() {
        return listening;
    }

    void stopping() {
        stopping = true;
    }

    /** Returns the state in a word, for people. */
    String text() {
        return stopping ? "stopping" : listening ? "serving" : "starting";
    }
}
