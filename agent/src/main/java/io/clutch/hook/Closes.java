package io.clutch.hook;

import java.util.function.Consumer;

/** Hears of every close of a server-side socket, bound or not. */
public final class Closes {

    private static volatile Runnable gate;
    private static volatile Consumer<Object> listener;

    private Closes() {}

    /** Has the listener told of every socket or channel that is closed from now on. */
    public static void install(Consumer<Object> listener) {
        Closes.listener = listener;
    }

    /** Has every close of a socket or channel pass here first, which may wait a moment. */
    public static void gate(Runnable gate) {
        Closes.gate = gate;
    }

    /** Is called by the advice at the start of a close, before the descriptor is given up. */
    public static void closing() {
        try {
            var current = gate;
            if (current != null) {
                current.run();
            }
        } catch (Throwable e) {
            // The JDK closes the socket now; that must not fail for us.
        }
    }

    /** Is called by the advice at the end of a close. */
    public static void closed(Object socket) {
        try {
            var current = listener;
            if (current != null) {
                current.accept(socket);
            }
        } catch (Throwable e) {
            // The JDK has closed the socket; that must not fail for us.
        }
    }
}
