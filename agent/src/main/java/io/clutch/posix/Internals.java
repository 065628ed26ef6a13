package io.clutch.posix;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Opens packages of {@code java.base} to the agent; an agent may do that without the user's {@code
 * --add-opens}.
 */
public final class Internals {

    private Internals() {}

    /**
     * Opens packages of {@code java.base} to the agent's own module, and to nobody else's: the
     * agent shares the unnamed module of the system class loader with a class-path application,
     * which could see more than before, but never less.
     *
     * @param packages names such as {@code jdk.internal.misc}
     */
    public static void open(Instrumentation instrumentation, String... packages) {
        var self = Internals.class.getModule();
        for (var name : packages) {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(name, Set.of(self)),
                    Set.of(),
                    Map.of());
        }
    }
}
