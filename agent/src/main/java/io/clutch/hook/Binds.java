package io.clutch.hook;

import java.net.SocketAddress;

/**
 * Hears of every server-side bind, before and after it.
 *
 * <p>A bind within a bind (a custom {@code SocketImpl} built on a channel) belongs to the outer one
 * and is left alone; so is a bind by the binder itself.
 */
public final class Binds {

    /** What the thread is binding: a ticket, or this class while the binder has not answered. */
    private static final ThreadLocal<Object> BINDING = new ThreadLocal<>();

    private static volatile Binder binder;

    /** Decides how a server socket is bound. */
    public interface Binder {

        /**
         * Is asked before the JDK binds, and may make it wait.
         *
         * @param socket the socket or channel
         * @param wanted the address that the application passed, maybe null
         * @param backlog what the application passed; less than 1 for the JDK's default
         * @return how to bind, or {@code null} to leave it to the JDK
         */
        Ticket before(Object socket, SocketAddress wanted, int backlog);
    }

    /** One bind that is going on. */
    public interface Ticket {

        /** Returns the address to bind instead of the one that the application passed. */
        SocketAddress address();

        /**
         * Returns whether the socket is bound there already, so that the system must not be asked.
         */
        boolean isBound();

        /**
         * Is told how the JDK's bind ended.
         *
         * @param failure what it threw, {@code null} if the socket listens
         */
        void after(Throwable failure);
    }

    private Binds() {}

    /** Has the binder decide from now on. */
    public static void install(Binder binder) {
        Binds.binder = binder;
    }

    /**
     * Is called by the advice at the start of a bind.
     *
     * @return the ticket for {@link #exit} and the address to bind; {@code null} to leave all as it
     *     is
     */
    public static Object[] enter(Object socket, SocketAddress wanted, int backlog) {
        var current = binder;
        if (current == null || BINDING.get() != null) {
            return null;
        }
        Object[] answer = null;
        BINDING.set(Binds.class);
        try {
            var ticket = current.before(socket, wanted, backlog);
            if (ticket != null) {
                BINDING.set(ticket);
                answer = new Object[] {ticket, ticket.address()};
            }
        } catch (Throwable e) {
            // The binder has said what there is to say; the JDK binds as ever.
            answer = null;
        } finally {
            if (answer == null) {
                BINDING.remove();
            }
        }
        return answer;
    }

    /**
     * Is called by the advice before the JDK asks the system to bind a socket.
     *
     * @return whether that is done already
     */
    public static boolean isBound() {
        return BINDING.get() instanceof Ticket ticket && ticket.isBound();
    }

    /** Is called by the advice at the end of a bind that got a ticket. */
    public static void exit(Object ticket, Throwable failure) {
        try {
            ((Ticket) ticket).after(failure);
        } catch (Throwable e) {
            // As above.
        } finally {
            BINDING.remove();
        }
    }
}
