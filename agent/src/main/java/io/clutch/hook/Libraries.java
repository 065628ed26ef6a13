package io.clutch.hook;

import java.util.function.Consumer;

/** Hears of native libraries that may open sockets. */
public final class Libraries {

    private static volatile Consumer<String> listener;

    private Libraries() {}

    /** Has the listener told of every such library, by name or file, once it is loaded. */
    public static void install(Consumer<String> listener) {
        Libraries.listener = listener;
    }

    /** Is called by the advice at the end of a load that succeeded. */
    public static void loaded(String library) {
        try {
            var current = listener;
            if (current != null) {
                current.accept(library);
            }
        } catch (Throwable e) {
            // The library is loaded, and that must not fail for us.
        }
    }
}
