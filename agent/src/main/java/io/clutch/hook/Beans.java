package io.clutch.hook;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Hears when somebody looks at the platform MBean server, so that nothing of JMX is loaded before.
 */
public final class Beans {

    private static final AtomicReference<Consumer<Object>> LISTENER = new AtomicReference<>();

    private Beans() {}

    /** Has the listener called, once, with the MBean server that somebody asks for. */
    public static void install(Consumer<Object> listener) {
        LISTENER.set(listener);
    }

    /** Is called by the advice whenever the platform MBean server is returned. */
    public static void requested(Object server) {
        try {
            // Emptied first: the listener may well ask for the server itself.
            var listener = server == null ? null : LISTENER.getAndSet(null);
            if (listener != null) {
                listener.accept(server);
            }
        } catch (Throwable e) {
            // Whoever asked gets the server; only our bean is missing in it.
        }
    }
}
