package io.clutch.worker;

/** Where a worker's agent says what there is to say, which in most workers is nothing. */
interface WorkerLog {

    /** Says what an operator following the log in detail wants to know. */
    void debug(String line);

    /** Says in one line what is lost. */
    void warn(String line);

    /** Says what the application's own code threw at the agent. */
    void error(String line, Throwable cause);
}
