package io.clutch.it.stacks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The JDK's own HTTP server, with a pool of threads. */
public final class JdkHttpStack {

    private JdkHttpStack() {}

    /** Serves until it is ended. */
    public static void main(String... arguments) throws IOException {
        // Else each answer on a connection that is used again waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        var uri = exchange.getRequestURI();
                        var answer = Echo.answer(uri.getPath(), uri.getQuery());
                        var body = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
                        exchange.getResponseBody().write(body);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        Echo.listening();
    }
}
