package io.clutch.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * The entry of {@code java -jar clutch.jar}.
 *
 * <p>Compiled for Java 8 and free of any other class of Clutch, so that an old Java can load it and
 * say that it is too old.
 */
public final class Main {

    private static final int OLDEST_JAVA = 17;
    private static final int USAGE = 2;

    private Main() {}

    /**
     * Runs the command and ends the JVM with its exit status.
     *
     * @param arguments the command and its arguments
     * @throws Throwable what the command line itself throws, which it should not
     */
    public static void main(String[] arguments) throws Throwable {
        String complaint =
                complaint(
                        System.getProperty("java.specification.version", ""),
                        System.getProperty("java.home"));
        if (complaint != null) {
            System.err.println(complaint);
            System.exit(USAGE);
        }
        try {
            Object status =
                    Class.forName("io.clutch.cli.ClutchCommand")
                            .getMethod("run", String[].class)
                            .invoke(null, (Object) arguments);
            System.exit((Integer) status);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Returns the line that an old Java is worth, or null if it is new enough. */
    static String complaint(String version, String home) {
        return feature(version) >= OLDEST_JAVA
                ? null
                : "clutch: needs Java "
                        + OLDEST_JAVA
                        + " or newer, this is Java "
                        + version
                        + " ("
                        + home
                        + ")";
    }

    /**
     * Returns 8 for {@code 1.8}, 17 for {@code 17}, and the newest imaginable for what is no
     * number.
     */
    static int feature(String version) {
        try {
            String number = version.startsWith("1.") ? version.substring(2) : version;
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
