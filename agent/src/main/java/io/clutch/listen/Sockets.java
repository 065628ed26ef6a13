package io.clutch.listen;

import java.io.IOException;
import java.util.Collection;

/** What is done to the sockets that workers hand over: the kernel's part, except in tests. */
interface Sockets {

    /**
     * Returns where a socket comes to be if it is bound to an address.
     *
     * @param literal the IP address as text, IPv4 or IPv6
     * @throws IOException if the descriptor is no TCP socket, or the address none for its family
     */
    Endpoint endpoint(int socket, String literal, int port) throws IOException;

    /** Returns whether SO_REUSEPORT is set. */
    boolean reusePort(int socket) throws IOException;

    /** Sets or clears SO_REUSEPORT. */
    void reusePort(int socket, boolean on) throws IOException;

    /** Binds the socket. */
    void bind(int socket, Endpoint endpoint) throws IOException;

    /** Returns the port that a bound socket has. */
    int port(int socket) throws IOException;

    /** Makes a bound socket listen; a backlog less than 1 is the JDK's default. */
    void listen(int socket, int backlog) throws IOException;

    /** Ends a listener for all who hold it, with whatever waits in its queue. */
    void shutdown(int socket) throws IOException;

    /** Has the listeners refuse new connections; see {@link ClosedDoor#close}. */
    boolean closeDoor(Collection<Listener> listeners);

    /** Closes the master's descriptor. */
    void close(int socket);

    /** Returns how many connections wait to be accepted. */
    int queue(int listener) throws IOException;
}
