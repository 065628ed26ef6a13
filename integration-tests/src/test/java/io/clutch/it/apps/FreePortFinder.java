package io.clutch.it.apps;

import java.net.ServerSocket;

/** A {@link Server} that looks for a free port first, as many tests and launchers do. */
public final class FreePortFinder {

    private FreePortFinder() {}

    /** Finds a port, gives it back, and serves on it. */
    public static void main(String... arguments) throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Server.main("socket", Integer.toString(port));
    }
}
