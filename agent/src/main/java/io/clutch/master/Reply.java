package io.clutch.master;

/**
 * Where the answer to an operator's wish goes: any number of progress lines, then one of the other
 * two, once. Called on the master's thread, so that an implementation passes on and returns.
 */
public interface Reply {

    /** Takes a line that says how far it is. */
    void progress(String line);

    /** Takes the line that says what was done. */
    void done(String line);

    /** Takes the reason why it was not done. */
    void failed(String reason);
}
