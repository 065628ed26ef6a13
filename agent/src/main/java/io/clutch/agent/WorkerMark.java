package io.clutch.agent;

/**
 * The marks that a master leaves on a worker, and what a process makes of them that carries them.
 */
final class WorkerMark {

    static final String SLOT = "CLUTCH_SLOT";
    static final String MASTER = "CLUTCH_MASTER";

    private static final String SLOT_PROPERTY = "clutch.slot";
    private static final String INIT = "1";

    private WorkerMark() {}

    /** Returns whether the environment is that of a worker, or of what a worker has started. */
    static boolean isPresent(LaunchFacts facts) {
        return facts.environment().get(SLOT) != null && facts.environment().get(MASTER) != null;
    }

    /** Returns whether this process is the worker itself. */
    static boolean isWorker(LaunchFacts facts) {
        if (!isPresent(facts)) {
            return false;
        }
        String master = facts.environment().get(MASTER);
        boolean child = Long.toString(facts.parentPid()).equals(master);
        // As process 1 of a container the master is also the parent of whatever lost its own, such
        // as a program that the application started in the background.
        return (child && (!master.equals(INIT) || isMarked(facts))) || isOrphan(facts, master);
    }

    /**
     * A master that dies right after it has started a worker is not the worker's parent any more
     * when that looks. The worker must not take itself for a program that somebody else has
     * started, and hold the port alone for ever: as a worker it finds no master, and ends.
     */
    private static boolean isOrphan(LaunchFacts facts, String master) {
        return isMarked(facts) && !facts.exists(master);
    }

    /** Returns whether the command line is the one that a master gives a worker. */
    private static boolean isMarked(LaunchFacts facts) {
        return facts.environment().get(SLOT).equals(facts.property(SLOT_PROPERTY));
    }
}
