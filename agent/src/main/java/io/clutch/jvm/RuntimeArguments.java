package io.clutch.jvm;

import io.clutch.posix.Internals;
import java.lang.instrument.Instrumentation;
import java.util.List;

/** The options that the JVM itself has seen. */
public final class RuntimeArguments {

    private RuntimeArguments() {}

    /**
     * Returns all options of this JVM in the order in which they hold: {@code JAVA_TOOL_OPTIONS},
     * {@code JDK_JAVA_OPTIONS}, the command line with its {@code @argfile}s expanded, {@code
     * _JAVA_OPTIONS}. The main class and its arguments are not among them.
     *
     * @return empty if the JVM does not tell
     */
    public static List<String> of(Instrumentation instrumentation) {
        try {
            // What the RuntimeMXBean gives, without the module java.management.
            Internals.open(instrumentation, "jdk.internal.misc");
            var vm = Class.forName("jdk.internal.misc.VM");
            var arguments = (String[]) vm.getMethod("getRuntimeArguments").invoke(null);
            return arguments == null ? List.of() : List.of(arguments);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return List.of();
        }
    }
}
