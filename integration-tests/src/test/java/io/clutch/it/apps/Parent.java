package io.clutch.it.apps;

import java.util.List;

/**
 * A {@link Server} on the port of its first argument. Where it is the first worker, it starts
 * another JVM before, which serves on the port of its second argument.
 */
public final class Parent {

    private Parent() {}

    /** Starts the child, and serves. */
    public static void main(String... arguments) throws Exception {
        if ("1".equals(System.getenv("CLUTCH_SLOT"))) {
            new ProcessBuilder(
                            List.of(
                                    System.getProperty("java.home") + "/bin/java",
                                    "-Xmx64m",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Server.class.getName(),
                                    "socket",
                                    arguments[1]))
                    .inheritIO()
                    .start();
        }
        Server.main("socket", arguments[0]);
    }
}
