package io.clutch.jvm;

import java.io.IOException;
import java.util.function.IntConsumer;

/** A process that was started here. Thread-safe. */
public interface StartedProcess {

    /** Returns its process id. */
    long pid();

    /**
     * Has the action run once when the process has ended, on another thread; at once if it has
     * already. There is one action.
     *
     * @param action gets the exit status, or 128 and the number of the signal that killed it
     */
    void onExit(IntConsumer action);

    /**
     * Sends it a signal, unless it has ended: never to another process that has its id by now.
     *
     * @param number the signal's number
     * @throws IOException if that cannot be done
     */
    void signal(int number) throws IOException;
}
