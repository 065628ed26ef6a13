package io.clutch.listen;

/** What has become of a socket that a worker has handed over to be bound. */
public sealed interface Outcome {

    /** The socket listens at this port; 0 for a Unix-domain socket. */
    record Bound(int port) implements Outcome {}

    /**
     * There is a listener already, which takes the socket's place: the slot's last process has left
     * it, or it is one for all workers.
     *
     * @param port as above
     * @param descriptor the listener, which stays the master's
     */
    record Inherited(int port, int descriptor) implements Outcome {}

    /**
     * The socket is as it was, and the worker has to bind it: the kernel will tell the application
     * why that cannot be, if it cannot.
     *
     * @param why in words for the log
     */
    record Declined(String why) implements Outcome {}
}
