package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.util.List;

/** Where a group's listeners and clients meet: the real kernel, or a made-up one. */
interface Playground extends AutoCloseable {

    /** Returns a new, empty group here. */
    ReuseportGroup group();

    /** Lets a new socket listen. */
    Listener listen(WorkerId worker);

    /** Ends a socket's listening. */
    void stop(Listener listener);

    /** Returns addresses that all listeners have. */
    List<String> addresses();

    /** Returns whether 127.83.0.K is one of ours. */
    boolean hasSlotAddresses();

    /** Returns a source port for a client that wants to be recognised by it. */
    int sourcePort();

    /**
     * Connects, and returns the listener that got the connection.
     *
     * @param sourcePort one from {@link #sourcePort}, once; 0 for any
     */
    Listener connect(String address, int sourcePort);

    @Override
    void close();
}
