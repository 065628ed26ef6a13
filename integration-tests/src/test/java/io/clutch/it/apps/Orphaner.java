package io.clutch.it.apps;

/**
 * A server that has left a process behind whose parent is gone. Arguments: the port, a file that
 * the process makes at its end.
 */
public final class Orphaner {

    private Orphaner() {}

    /** Starts it, and serves. */
    public static void main(String... arguments) throws Exception {
        // The inner shell is the outer one's child, and outlives it.
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "(sleep 0.5; : > \"$1\") </dev/null >/dev/null 2>&1 &",
                        "sh",
                        arguments[1])
                .inheritIO()
                .start()
                .waitFor();
        Server.main("socket", arguments[0]);
    }
}
