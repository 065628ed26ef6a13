package io.clutch.it.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A web server with a health check. Arguments: the port, and a file; while that exists, a process
 * that was started since answers {@code GET /health} with the status in it, else with 200. Whatever
 * else it is asked for, it tells its slot and generation.
 */
public final class HealthServer {

    private HealthServer() {}

    /** Runs until it is ended. */
    public static void main(String... arguments) throws Exception {
        var file = Path.of(arguments[1]);
        boolean sick = Files.exists(file);
        var name = System.getenv("CLUTCH_SLOT") + "." + System.getenv("CLUTCH_GENERATION");
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(Integer.parseInt(arguments[0])));
        while (true) {
            try (var connection = server.accept()) {
                var path = path(connection);
                boolean bad = sick && path.equals("/health") && Files.exists(file);
                answer(connection, bad ? Files.readString(file).strip() : "200 OK", name);
                if (path.equals("/health")) {
                    System.out.println("asked " + name);
                }
            } catch (IOException e) {
                System.out.println("a connection failed: " + e);
            }
        }
    }

    private static String path(Socket connection) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.US_ASCII));
        var line = in.readLine();
        for (var header = line; header != null && !header.isEmpty(); header = in.readLine()) {
            // Whatever it says.
        }
        return line == null ? "" : line.split(" ", 3)[1];
    }

    private static void answer(Socket connection, String status, String body) throws IOException {
        var answer =
                "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, body.length(), body);
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }
}
