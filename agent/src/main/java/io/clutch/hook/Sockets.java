package io.clutch.hook;

import java.net.SocketAddress;

/** Where the woven binds and closes of server sockets arrive. */
public final class Sockets {

    private static volatile Binder binder;

    /**
     * Whether this thread is inside {@link #entering} already: what the binder itself does is none
     * of its business.
     */
    private static final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    private Sockets() {}

    /** Who decides about binds. */
    public interface Binder {
        /**
         * Called before a bind.
         *
         * @param socket a {@code ServerSocket} or a {@code NetworkChannel} that accepts
         * @param wanted the address, null for any
         * @return the address to bind, then whatever {@link #leaving} shall get; null to let the
         *     JDK do as it does
         */
        Object[] entering(Object socket, SocketAddress wanted);

        /**
         * Called after the bind.
         *
         * @param ticket what {@link #entering} returned, not null
         * @param failure what the bind threw, null if the socket listens
         */
        void leaving(Object[] ticket, Throwable failure);

        /** Called after a server socket was closed. */
        void closed(Object socket);
    }

    /** Lets a worker decide from now on. */
    public static void install(Binder binder) {
        Sockets.binder = binder;
    }

    /** Called by woven code; see {@link Binder#entering}. */
    public static Object[] entering(Object socket, SocketAddress wanted) {
        var current = binder;
        if (current == null || inside.get() != null) {
            return null;
        }
        inside.set(true);
        try {
            return current.entering(socket, wanted);
        } finally {
            inside.remove();
        }
    }

    /** Called by woven code; see {@link Binder#leaving}. */
    public static void leaving(Object[] ticket, Throwable failure) {
        var current = binder;
        if (current != null) {
            current.leaving(ticket, failure);
        }
    }

    /** Called by woven code; see {@link Binder#closed}. */
    public static void closed(Object socket) {
        var current = binder;
        if (current != null) {
            current.closed(socket);
        }
    }
}
