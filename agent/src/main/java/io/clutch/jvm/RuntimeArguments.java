package io.clutch.jvm;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options that this JVM was started with, wherever they came from.
 *
 * <p>That is the JVM's own list: {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS}, the command
 * line with its argument files expanded, {@code _JAVA_OPTIONS}, in the order in which they were
 * applied. The module {@code java.management} would tell the same, but may be absent and is costly
 * to load.
 */
public final class RuntimeArguments {

    private RuntimeArguments() {}

    /** Returns the options; an empty list where the JVM does not tell them. */
    public static List<String> of(Instrumentation instrumentation) {
        try {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of("jdk.internal.misc", Set.of(RuntimeArguments.class.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
            Object arguments =
                    Class.forName("jdk.internal.misc.VM")
                            .getMethod("getRuntimeArguments")
                            .invoke(null);
            return arguments == null ? List.of() : List.of((String[]) arguments);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return List.of();
        }
    }
}
