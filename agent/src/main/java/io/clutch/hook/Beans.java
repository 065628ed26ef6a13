package io.clutch.hook;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the woven {@code ManagementFactory.getPlatformMBeanServer()} arrives. Whoever wants to see
 * the worker's bean must get the server from there first, so it is early enough to register the
 * bean then; before the application's {@code main} nothing of JMX may be touched.
 */
public final class Beans {

    private static final AtomicReference<Consumer<Object>> registration = new AtomicReference<>();

    private Beans() {}

    /**
     * Sets what is to be done with the first platform MBean server.
     *
     * @param action takes the {@code MBeanServer}
     */
    public static void install(Consumer<Object> action) {
        registration.set(action);
    }

    /** Called by woven code, each time that anybody gets the server. */
    public static void serverReturned(Object server) {
        var action = server == null ? null : registration.getAndSet(null);
        if (action != null) {
            action.accept(server);
        }
    }
}
