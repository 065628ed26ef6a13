package io.clutch.master;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the process of a worker is about. It goes through these in order, and may skip any. */
enum WorkerState {
    /** Started; has not presented itself over the link. */
    STARTING,
    /** Presented itself; listens on nothing that the application bound. */
    LINKED,
    /** Listens, and is being asked whether it is ready. */
    LISTENING,
    /** Is ready, and gets new connections. */
    SERVING,
    /** Was told to stop, or began to by itself. */
    STOPPING,
    /** Did not stop in time, or hangs; its threads are being written out. */
    OVERDUE,
    /** Was sent KILL. */
    KILLED,
    /** Is no more. */
    ENDED;

    private static final Map<WorkerState, Set<WorkerState>> NEXT =
            Map.of(
                    STARTING, EnumSet.of(LINKED, STOPPING, KILLED, ENDED),
                    LINKED, EnumSet.of(LISTENING, SERVING, STOPPING, OVERDUE, KILLED, ENDED),
                    LISTENING, EnumSet.of(SERVING, STOPPING, OVERDUE, KILLED, ENDED),
                    SERVING, EnumSet.of(STOPPING, OVERDUE, KILLED, ENDED),
                    STOPPING, EnumSet.of(OVERDUE, KILLED, ENDED),
                    OVERDUE, EnumSet.of(KILLED, ENDED),
                    KILLED, EnumSet.of(ENDED),
                    ENDED, EnumSet.noneOf(WorkerState.class));

    boolean mayBecome(WorkerState next) {
        return NEXT.get(this).contains(next);
    }

    /** Returns whether the process is there to stay. */
    boolean isStaying() {
        return compareTo(SERVING) <= 0;
    }

    /** Returns the word that the status shows. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
