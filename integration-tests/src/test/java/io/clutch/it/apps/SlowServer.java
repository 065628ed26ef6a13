package io.clutch.it.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@link Server} on the port of its first argument, once the file of its second exists. */
public final class SlowServer {

    private SlowServer() {}

    /** Says that it waits, waits, and serves. */
    public static void main(String... arguments) throws Exception {
        System.out.println("waiting");
        await(Path.of(arguments[1]));
        Server.main("socket", arguments[0]);
    }

    private static void await(Path file) throws IOException, InterruptedException {
        try (var watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                watch.take().reset();
            }
        }
    }
}
