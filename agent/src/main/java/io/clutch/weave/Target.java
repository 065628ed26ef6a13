package io.clutch.weave;

import java.util.ArrayList;
import java.util.List;

/** The classes of the JDK that are woven, and what into which of their methods. */
enum Target {
    SERVER_SOCKET(
            "java.base",
            "java.net.ServerSocket",
            new Cut(BindAdvice.class, "bind", 2),
            new Cut(CloseAdvice.class, "close", 0)),

    SERVER_SOCKET_CHANNEL(
            "java.base",
            "sun.nio.ch.ServerSocketChannelImpl",
            new Cut(BindAdvice.class, "bind", 2),
            new Cut(CloseAdvice.class, "implCloseSelectableChannel", 0)),

    ASYNCHRONOUS_SERVER_SOCKET_CHANNEL(
            "java.base",
            "sun.nio.ch.AsynchronousServerSocketChannelImpl",
            new Cut(BindAdvice.class, "bind", 2),
            new Cut(CloseAdvice.class, "close", 0)),

    /** Absent where an application's modules do not need it. */
    MANAGEMENT_FACTORY(
            "java.management",
            "java.lang.management.ManagementFactory",
            new Cut(BeansAdvice.class, "getPlatformMBeanServer", 0));

    private final String module;
    private final String className;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Cut> cuts;

    /** One piece of advice and the method that it goes into, by name and number of parameters. */
    record Cut(Class<?> advice, String method, int parameters) {}

    Target(String module, String className, Cut... cuts) {
        this.module = module;
        this.className = className;
        this.cuts = List.of(cuts);
    }

    String className() {
        return className;
    }

    List<Cut> cuts() {
        return cuts;
    }

    /** Returns the targets whose modules this JVM has. */
    static List<Target> present() {
        var present = new ArrayList<Target>();
        for (var target : values()) {
            if (ModuleLayer.boot().findModule(target.module).isPresent()) {
                present.add(target);
            }
        }
        return present;
    }

    /** Returns the class, loaded but not initialised. */
    Class<?> load() throws ClassNotFoundException {
        return Class.forName(className, false, null);
    }
}
