package io.clutch.master;

import io.clutch.link.WorkerId;
import java.util.OptionalLong;

/** What the supervisor can do to processes. None of it blocks. */
interface Crew {

    /**
     * Starts a worker's process; its end will be reported as an event.
     *
     * @param token the secret that the worker has to show when it links
     * @param workers how many slots there are
     * @return the process id
     * @throws StartException if it cannot be started now
     */
    long start(WorkerId worker, String token, int workers) throws StartException;

    /** Sends TERM: for a process that has no link over which it could be told. */
    void terminate(WorkerId worker);

    /** Sends QUIT, at which a JVM that can still do so writes out what its threads do. */
    void dump(WorkerId worker);

    /** Sends KILL. */
    void kill(WorkerId worker);

    /** Returns how many processes the kernel has killed for want of memory, if it tells. */
    OptionalLong outOfMemoryKills();

    /** Says why a process could not be started; the message is a line for the log. */
    final class StartException extends Exception {
        StartException(String message) {
            super(message);
        }
    }
}
