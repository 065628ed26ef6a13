package io.clutch.it.apps;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A {@link Server} that ends at its start while a file exists. It prints {@code up SLOT GENERATION}
 * when it starts and {@code down SLOT GENERATION} when it ends. Arguments: the port, the file, the
 * exit status; the slot that crashes, all if there is no such argument.
 */
public final class Crasher {

    private Crasher() {}

    /** Crashes or serves. */
    public static void main(String... arguments) throws Exception {
        var slot = System.getenv("CLUTCH_SLOT");
        var name = slot + " " + System.getenv("CLUTCH_GENERATION");
        System.out.println("up " + name);
        if (Files.exists(Path.of(arguments[1]))
                && (arguments.length < 4 || arguments[3].equals(slot))) {
            Runtime.getRuntime().halt(Integer.parseInt(arguments[2]));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("down " + name)));
        Server.main("socket", arguments[0]);
    }
}
