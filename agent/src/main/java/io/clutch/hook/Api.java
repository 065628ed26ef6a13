package io.clutch.hook;

/** What {@link io.clutch.Clutch} asks, from whichever loader it comes. */
public final class Api {

    private static volatile Answers answers = new SingleProcess();

    private Api() {}

    /** Who answers. */
    public interface Answers {
        /** Returns whether this process is a worker. */
        boolean isWorker();

        /** Returns the slot. */
        int slot();

        /** Returns the number of slots. */
        int workers();

        /** Returns whether this worker is the leader. */
        boolean isLeader();

        /** Adds a listener to the shutdown event. */
        void onShutdown(Runnable listener);
    }

    /** Lets a worker answer from now on. */
    public static void install(Answers answers) {
        Api.answers = answers;
    }

    /** Returns whether this process is a worker. */
    public static boolean isWorker() {
        return answers.isWorker();
    }

    /** Returns the slot, 1 or more. */
    public static int slot() {
        return answers.slot();
    }

    /** Returns the number of slots, 1 or more. */
    public static int workers() {
        return answers.workers();
    }

    /** Returns whether this process is the leader. */
    public static boolean isLeader() {
        return answers.isLeader();
    }

    /** Adds a listener to the shutdown event. */
    public static void onShutdown(Runnable listener) {
        answers.onShutdown(listener);
    }

    private static final class SingleProcess implements Answers {
        @Override
        public boolean isWorker() {
            return false;
        }

        @Override
        public int slot() {
            return 1;
        }

        @Override
        public int workers() {
            return 1;
        }

        @Override
        public boolean isLeader() {
            return true;
        }

        @Override
        public void onShutdown(Runnable listener) {
            // Clutch adds a shutdown hook where isWorker() is false, and does not come here.
            throw new IllegalStateException("not a worker");
        }
    }
}
