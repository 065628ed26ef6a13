package io.clutch.it.chaos;

/**
 * One thing that is done to a cluster.
 *
 * @param kind what
 * @param pauseMillis how long after the step before it
 * @param pick which worker, if it is done to one: a number from which a living one follows
 * @param amount milliseconds for {@link Kind#PAUSE}, the number of workers for {@link Kind#SCALE}
 */
record Step(Kind kind, int pauseMillis, int pick, int amount) {

    enum Kind {
        /** {@code kill -9} of a worker. */
        KILL,
        /** SIGSTOP, and SIGCONT after a while. */
        PAUSE,
        /** SIGSTOP until somebody notices, and kills and replaces the worker. */
        HANG,
        /** A rolling reload; what comes next does not wait for it. */
        RELOAD,
        /** Another number of workers; what comes next does not wait for it. */
        SCALE
    }
}
