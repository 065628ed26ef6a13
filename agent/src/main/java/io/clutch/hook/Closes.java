package io.clutch.hook;

import java.util.function.Consumer;

/** Hears of every close of a server-side socket, bound or not. */
public final class Closes {

    private static volatile Consumer<Object> listener;

    private Closes() {}

    /** Has the listener told of every socket or channel that is closed from now on. */
    public static void install(Consumer<Object> listener) {
        Closes.listener = listener;
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
