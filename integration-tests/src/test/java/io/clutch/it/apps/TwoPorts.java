package io.clutch.it.apps;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A {@link Server} on two ports. Arguments: both, and a file. From its second generation on a
 * process says {@code waiting} when it listens on the first, and does so on the second when the
 * file is there.
 */
public final class TwoPorts {

    private TwoPorts() {}

    /** Serves. */
    public static void main(String... arguments) throws Exception {
        var first = new Thread(() -> serve(arguments[0]));
        first.start();
        var file = Path.of(arguments[2]);
        if (Integer.parseInt(System.getenv("CLUTCH_GENERATION")) > 1) {
            System.out.println("waiting");
            while (!Files.exists(file)) {
                Thread.sleep(20);
            }
        }
        serve(arguments[1]);
    }

    private static void serve(String port) {
        try {
            Server.main("socket", port);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
