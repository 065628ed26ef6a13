package io.clutch.it.chaos;

import java.util.List;

/** What a {@link Campaign} needs to know of a cluster, and can do to it. */
public interface Cluster {

    /** The port that it serves. */
    int port();

    /** The worker processes that live now, whatever they are doing. */
    List<Long> workers();

    /**
     * Asks for a rolling reload, and returns when it is done.
     *
     * @return the exit status of who asked, and what it was told, in one line
     */
    String reload();

    /** Asks for another number of workers; the rest as in {@link #reload}. */
    String scale(int workers);

    /** Sends a process a signal. */
    void signal(long pid, String name);
}
