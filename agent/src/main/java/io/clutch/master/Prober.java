package io.clutch.master;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Asks workers over HTTP whether they are ready. None of it blocks. */
interface Prober {

    /**
     * Prepares a question to a worker.
     *
     * @param path what to GET
     * @throws IOException if there is no local port to be had
     */
    Question prepare(WorkerId worker, InetSocketAddress where, String path) throws IOException;

    /** One question, from a local port of its own. */
    interface Question {

        /** Returns the local port from which it is asked. */
        int sourcePort();

        /** Asks; what comes of it is told by one {@link Event.Answered}. */
        void ask();

        /** Gives it up; whether its event still comes is open. */
        void cancel();
    }
}
