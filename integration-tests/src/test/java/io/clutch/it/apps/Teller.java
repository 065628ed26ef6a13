package io.clutch.it.apps;

import io.clutch.Clutch;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Prints what the API answers: {@code WORKER SLOT WORKERS LEADER}, where the API is a copy in a
 * class loader of the application's own. Arguments: the API's jar, a port or {@code exit}.
 */
public final class Teller {

    private Teller() {}

    /** Loads itself in a loader of its own, and runs there. */
    public static void main(String... arguments) throws Exception {
        var urls =
                new URL[] {
                    Path.of(arguments[0]).toUri().toURL(),
                    Teller.class.getProtectionDomain().getCodeSource().getLocation()
                };
        var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        Class.forName(Inner.class.getName(), true, loader)
                .getMethod("run", String.class)
                .invoke(null, arguments[1]);
    }

    /** What runs in the other loader. */
    public static final class Inner {

        private Inner() {}

        /** Tells, and serves or ends. */
        public static void run(String port) throws Exception {
            if (Clutch.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
                throw new IllegalStateException("this is not a copy of the API");
            }
            Clutch.onShutdown(() -> System.out.println("told of the end"));
            if (port.equals("exit")) {
                tell();
            } else {
                tell();
                Server.main("socket", port);
            }
        }

        private static void tell() {
            System.out.println(
                    Clutch.isWorker()
                            + " "
                            + Clutch.slot()
                            + " "
                            + Clutch.workers()
                            + " "
                            + Clutch.isLeader());
        }
    }
}
