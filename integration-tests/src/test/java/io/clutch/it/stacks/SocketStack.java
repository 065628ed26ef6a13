package io.clutch.it.stacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server as one would have written it in 1997: a thread for each connection. */
public final class SocketStack {

    private SocketStack() {}

    /** Serves until it is ended. */
    public static void main(String... arguments) throws IOException {
        try (var server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            Echo.listening();
            while (true) {
                var connection = server.accept();
                new Thread(() -> serve(connection)).start();
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String line;
            while ((line = in.readLine()) != null) {
                var target = line.split(" ")[1].split("\\?");
                var close = readHeaders(in);
                var answer = Echo.answer(target[0], target.length > 1 ? target[1] : null);
                var head =
                        "HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n%s"
                                .formatted(
                                        answer == null ? "404 Not Found" : "200 OK",
                                        String.valueOf(answer).length(),
                                        close ? "Connection: close\r\n" : "",
                                        answer);
                connection.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                if (close) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the client wants the connection closed. */
    private static boolean readHeaders(BufferedReader in) throws IOException {
        var close = false;
        String line;
        while ((line = in.readLine()) != null && !line.isEmpty()) {
            close |= line.equalsIgnoreCase("Connection: close");
        }
        return close;
    }
}
