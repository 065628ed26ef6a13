package io.clutch.it.apps;

import java.util.Locale;

/** A program that is no server. Its first argument says how it ends. */
public final class Batch {

    private Batch() {}

    /** Prints something to both streams and ends as it was told. */
    public static void main(String... arguments) {
        System.out.println("out: " + String.join("|", arguments));
        System.err.println("err: " + System.getProperty("user.dir"));
        switch (arguments[0]) {
            case "return" -> System.out.println("done");
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(arguments[1]));
            case "throw" -> throw new IllegalStateException("thrown on purpose");
            case "kill" -> kill();
            default ->
                    throw new IllegalArgumentException(
                            arguments[0].toUpperCase(Locale.ROOT) + " is no way to end");
        }
    }

    /** A process may not destroy itself through ProcessHandle; the shell may. */
    private static void kill() {
        try {
            new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
