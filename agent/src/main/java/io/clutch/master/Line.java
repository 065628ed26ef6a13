package io.clutch.master;

import io.clutch.link.Message;

/** The master's end of one worker's link. Two are equal if they are the same link. */
interface Line {

    /** Sends a message; never blocks. A line that is gone swallows it. */
    void send(Message.FromMaster message);

    /** Returns when something last came over it, in terms of {@link TimeSource#nanos}. */
    long heardNanos();

    /** Closes the line once what was sent is written; {@code reason} is for the log. */
    void close(String reason);
}
