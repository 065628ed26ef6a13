package io.clutch.worker;

import io.clutch.link.Message;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * How a granted bind is carried out: by the worker itself with SO_REUSEPORT, or with a socket that
 * the master hands over.
 */
interface BindForm {

    /**
     * Prepares the socket, in the application's own call of bind.
     *
     * @param wanted the address that the application named
     * @return the address that the JDK shall bind
     * @throws IOException if the socket cannot be prepared; the JDK then binds plainly
     */
    InetSocketAddress prepare(
            ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant)
            throws IOException;

    /**
     * Completes what the grant promised, after the JDK's bind: the socket listens.
     *
     * @throws IOException if it cannot be completed; the socket stays this worker's alone
     */
    void complete(ServerEndpoint endpoint, Message.Grant grant) throws IOException;
}
