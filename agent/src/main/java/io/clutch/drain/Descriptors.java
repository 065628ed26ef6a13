package io.clutch.drain;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * The descriptors of this process, and what a drain asks of them.
 *
 * <p>A number may at any moment be closed, and mean another file. All methods throw an {@link
 * IOException} where a descriptor is not (or not any more) what the method is for.
 */
interface Descriptors {

    /** Returns the numbers of all that are open. */
    int[] all() throws IOException;

    /** Returns the address that a socket has here. */
    SocketAddress local(int descriptor) throws IOException;

    /** Returns the address that a socket is connected to. */
    SocketAddress peer(int descriptor) throws IOException;

    /** Returns whether a Unix-domain socket listens. */
    boolean isLocalListener(int descriptor) throws IOException;

    /** Looks at a TCP connection. */
    Sample tcp(int descriptor) throws IOException;

    /** Looks at a Unix-domain connection. */
    Sample unixDomain(int descriptor) throws IOException;

    /** Returns how many connections wait in the queue of a TCP listener; -1 if it is none. */
    long waiting(int descriptor) throws IOException;

    /** Returns another descriptor of the same file, which keeps it open. */
    int pin(int descriptor) throws IOException;

    /** Lets the application read end-of-file after what has come so far. */
    void endInput(int descriptor) throws IOException;

    /** Closes what {@link #pin} has returned. */
    void unpin(int descriptor) throws IOException;
}
