package io.clutch.agent;

import io.clutch.options.Options;
import java.io.IOException;

/** Supervises until the cluster ends. */
interface MasterRole {

    /**
     * Runs in the calling thread.
     *
     * @param options the options
     * @return the exit status of this process
     * @throws IOException if the master cannot be set up; no worker has been started then
     */
    int run(Options options) throws IOException;
}
