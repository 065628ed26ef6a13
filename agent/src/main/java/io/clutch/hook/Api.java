package io.clutch.hook;

/** Answers copies of {@code io.clutch.Clutch}. */
public final class Api {

    private static volatile Membership membership;

    /** What a worker knows of its place in the cluster. */
    public interface Membership {

        /** Returns the slot, 1 or more. */
        int slot();

        /** Returns how many slots the cluster has now. */
        int workers();

        /** Returns whether this worker is the leader now. */
        boolean isLeader();

        /** Registers what is to run when the worker is about to end. */
        void onShutdown(Runnable listener);
    }

    private Api() {}

    /** Makes this process a worker, for whoever asks from now on. */
    public static void install(Membership membership) {
        Api.membership = membership;
    }

    /** Returns whether this process is a worker. */
    public static boolean isWorker() {
        return membership != null;
    }

    /** Returns the worker's slot, 1 outside a cluster. */
    public static int slot() {
        var current = membership;
        return current == null ? 1 : current.slot();
    }

    /** Returns the number of slots, 1 outside a cluster. */
    public static int workers() {
        var current = membership;
        return current == null ? 1 : current.workers();
    }

    /** Returns whether this process is the leader, as a single process is. */
    public static boolean isLeader() {
        var current = membership;
        return current == null || current.isLeader();
    }

    /**
     * Registers a listener of the shutdown event.
     *
     * @return {@code false} outside a cluster: then nothing was registered
     */
    public static boolean onShutdown(Runnable listener) {
        var current = membership;
        if (current == null) {
            return false;
        }
        current.onShutdown(listener);
        return true;
    }
}
