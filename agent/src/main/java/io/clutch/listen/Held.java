package io.clutch.listen;

import io.clutch.link.WorkerId;

/** A listener that the master holds, and who accepts from it. */
final class Held {

    private Listener listener;
    private final String address;
    private WorkerId holder;
    private long requestId;
    private boolean orphan;

    Held(Listener listener, WorkerId holder, long requestId, String address) {
        this.listener = listener;
        this.holder = holder;
        this.requestId = requestId;
        this.address = address;
    }

    Listener listener() {
        return listener;
    }

    /** Returns the address as the application wrote it. */
    String address() {
        return address;
    }

    /** Returns who accepts from it, or did last. */
    WorkerId holder() {
        return holder;
    }

    boolean isOf(WorkerId worker, long id) {
        return isOf(worker) && requestId == id;
    }

    boolean isOf(WorkerId worker) {
        return !orphan && holder.equals(worker);
    }

    /** Returns whether its process has ended, and it waits for the slot's next one. */
    boolean isOrphan() {
        return orphan;
    }

    boolean isOrphanOf(int slot) {
        return orphan && holder.slot() == slot;
    }

    void orphan() {
        orphan = true;
    }

    /** Gives it to the slot's next process. */
    void inherit(WorkerId heir, long newRequestId) {
        holder = heir;
        requestId = newRequestId;
        orphan = false;
        listener = new Listener(listener.descriptor(), heir);
    }
}
