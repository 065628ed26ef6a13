package io.clutch.it.apps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows a list of steps: {@code bind:PORT} (0 for any; says {@code bound PORT} or the exception),
 * {@code close} (what was bound last), {@code serve} (answers on what was bound last, for ever),
 * {@code exit:STATUS}.
 */
public final class Binder {

    private static final Deque<ServerSocket> BOUND = new ArrayDeque<>();

    private Binder() {}

    /** Follows the steps. */
    public static void main(String... steps) throws IOException {
        for (var step : steps) {
            var value = step.substring(step.indexOf(':') + 1);
            switch (step.substring(0, step.length() - value.length())) {
                case "bind:" -> bind(Integer.parseInt(value));
                case "exit:" -> System.exit(Integer.parseInt(value));
                default -> {
                    if (step.equals("close")) {
                        BOUND.pop().close();
                        System.out.println("closed");
                    } else {
                        serve(BOUND.peek());
                    }
                }
            }
        }
    }

    private static void bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(port));
            BOUND.push(socket);
            System.out.println("bound " + socket.getLocalPort());
        } catch (IOException e) {
            System.out.println(e);
        }
    }

    private static void serve(ServerSocket socket) throws IOException {
        System.out.println("serving");
        while (true) {
            try (var connection = socket.accept()) {
                connection.getOutputStream().write(Self.describe());
            }
        }
    }
}
