package io.clutch.worker;

import io.clutch.link.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * How a bind that the master has granted is carried out.
 *
 * <p>Whatever the form, it is the JDK's own {@code bind} that follows, with the plan's address, and
 * the application sees that method's own result or exception.
 */
interface BindForm {

    /**
     * Returns whether the form can do anything with this endpoint; where not, the JDK binds without
     * the master being asked.
     */
    boolean serves(ServerEndpoint endpoint);

    /**
     * Prepares an endpoint right before the JDK binds it.
     *
     * @param endpoint what is bound: open, not bound yet, and served by this form
     * @param wanted the address that the application asked for, resolved; port 0 if any will do
     * @param grant the master's answer
     * @throws IOException if the endpoint does not let itself be prepared; then the JDK binds it as
     *     it is
     */
    Plan plan(ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant)
            throws IOException;

    /** One bind that is about to happen. */
    interface Plan {

        /** Returns the address that the JDK shall bind. */
        SocketAddress address();

        /** Returns whether the socket is bound there already. */
        default boolean isBound() {
            return false;
        }

        /**
         * Completes what was planned; the endpoint listens.
         *
         * @throws IOException if the endpoint listens, but other workers cannot share its address
         */
        void succeeded() throws IOException;

        /** Undoes what was prepared; the application may try the endpoint on another address. */
        void failed();
    }
}
