package io.clutch.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * A class of the JDK that is woven, and what into which of its methods.
 *
 * @param module the module it is in
 * @param className its binary name
 * @param cuts what goes into it
 */
record Target(String module, String className, List<Cut> cuts) {

    private static final List<Target> ALL =
            List.of(
                    server("java.net.ServerSocket", "close"),
                    server("sun.nio.ch.ServerSocketChannelImpl", "implCloseSelectableChannel"),
                    server("sun.nio.ch.AsynchronousServerSocketChannelImpl", "close"),
                    new Target(
                            "java.base",
                            "sun.nio.ch.Net",
                            List.of(new Cut(SystemBindAdvice.class, "bind", 4))),
                    new Target(
                            "java.base",
                            "sun.nio.ch.UnixDomainSockets",
                            List.of(new Cut(SystemPathBindAdvice.class, "bind", 2))),
                    new Target(
                            "java.base",
                            "java.lang.Runtime",
                            List.of(
                                    new Cut(LibraryAdvice.class, "load0", 2),
                                    new Cut(LibraryAdvice.class, "loadLibrary0", 2))),
                    // Absent where an application's modules do not need it.
                    new Target(
                            "java.management",
                            "java.lang.management.ManagementFactory",
                            List.of(new Cut(BeansAdvice.class, "getPlatformMBeanServer", 0))));

    /**
     * One piece of advice and the method that it goes into.
     *
     * @param advice the class that declares the advice
     * @param method the method's name
     * @param parameters how many parameters it has
     */
    record Cut(Class<?> advice, String method, int parameters) {}

    private static Target server(String className, String close) {
        return new Target(
                "java.base",
                className,
                List.of(
                        new Cut(BindAdvice.class, "bind", 2),
                        new Cut(CloseAdvice.class, close, 0)));
    }

    /** Returns the targets whose modules this JVM has. */
    static List<Target> present() {
        var present = new ArrayList<Target>();
        for (var target : ALL) {
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
