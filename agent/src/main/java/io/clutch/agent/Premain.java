package io.clutch.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * What the JVM calls before the application's {@code main}.
 *
 * <p>THIS CLASS IS COMPILED FOR JAVA 8 AND MUST NOT DEPEND ON ANYTHING: an old Java loads it, to be
 * told that it is too old. The rest is reached by name. Nothing that goes wrong here or there may
 * reach the application: it costs one line on standard error, and the application runs as if the
 * agent were not there.
 */
public final class Premain {

    private static final int OLDEST_JAVA = 17;

    private static boolean called;

    private Premain() {}

    /**
     * Decides what this JVM is to be, and starts that. Only the first call does anything: the JVM
     * calls once for every {@code -javaagent} that names this agent, and the first finds out what
     * the others say.
     *
     * @param arguments what follows {@code -javaagent:clutch.jar=}; may be {@code null}
     * @param instrumentation the JVM's
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        synchronized (Premain.class) {
            if (called) {
                return;
            }
            called = true;
        }
        try {
            if (javaVersion() < OLDEST_JAVA) {
                runAlone(
                        "Clutch needs Java "
                                + OLDEST_JAVA
                                + " or newer, this is "
                                + System.getProperty("java.version"));
                return;
            }
            Class.forName("io.clutch.agent.Boot")
                    .getMethod("premain", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (InvocationTargetException e) {
            runAlone(describe(e.getCause()));
        } catch (Throwable e) {
            runAlone(describe(e));
        }
    }

    private static int javaVersion() {
        // 1.8, 9, 10, 11, 17, ...
        String version = System.getProperty("java.specification.version", "0");
        if (version.startsWith("1.")) {
            version = version.substring(2);
        }
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            return OLDEST_JAVA;
        }
    }

    private static String describe(Throwable failure) {
        return "Clutch could not start (" + failure + ")";
    }

    private static void runAlone(String why) {
        System.err.println("clutch: " + why + "; the application runs as a single process");
    }
}
