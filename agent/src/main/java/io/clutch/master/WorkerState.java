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
    /** Listens. */
    SERVING,
    /** Was told to stop, or began to by itself. */
    STOPPING,
    /** Did not stop in time; its threads are being written out. */
    OVERDUE,
    /** Was sent KILL. */
    KILLED,
    /** Is no more. */
    ENDED;

    private static final Map<WorkerState, Set<WorkerState>> NEXT =
            Map.of(
                    STARTING, EnumSet.of(LINKED, STOPPING, KILLED, ENDED),
                    LINKED, EnumSet.of(SERVING, STOPPING, KILLED, ENDED),
                    SERVING, EnumSet.of(STOPPING, KILLED, ENDED),
                    STOPPING, EnumSet.of(OVERDUE, KILLED, ENDED),
                    OVERDUE, EnumSet.of(KILLED, ENDED),
                    KILLED, EnumSet.of(ENDED),
                    ENDED, EnumSet.noneOf(WorkerState.class));

    boolean mayBecome(WorkerState next) {
        return NEXT.get(this).contains(next);
    }

    /** Returns whether the process is there to stay. */
    boolean isStaying() {
        return this == STARTING || this == LINKED || this == SERVING;
    }

    /** Returns the word that the status shows. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
