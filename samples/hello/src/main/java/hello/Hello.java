package hello;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says which process answers: {@code hello from slot 2, pid 1234}.
 *
 * <p>{@code /slow?ms=500} answers after that time, {@code /exit?status=3} ends the process with
 * that status, and {@code /halt} ends it at once, with status 1 and without shutdown hooks.
 */
public final class Hello {

    private static final int LONGEST_MS = 60_000;

    private Hello() {}

    /** Listens on the port that the first argument names; 8080 if there is none. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 8080 : Integer.parseInt(arguments[0]);
        listen(port);
    }

    private static void listen(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> answer(exchange, greeting()));
        server.createContext("/slow", Hello::answerLater);
        server.createContext("/exit", Hello::exit);
        server.createContext("/halt", exchange -> Runtime.getRuntime().halt(1));
        server.start();
        System.out.println(greeting() + ", on port " + server.getAddress().getPort());
    }

    private static String greeting() {
        // The only trace of Clutch: a system property that every worker has. A file of settings
        // could name it just so.
        return "hello from slot "
                + System.getProperty("clutch.slot", "none")
                + ", pid "
                + ProcessHandle.current().pid();
    }

    private static void answerLater(HttpExchange exchange) {
        int ms = Math.min(number(exchange, "ms", 1000), LONGEST_MS);
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS)
                .execute(() -> answer(exchange, greeting() + ", after " + ms + " ms"));
    }

    private static void exit(HttpExchange exchange) {
        int status = number(exchange, "status", 0);
        answer(exchange, greeting() + ", exits with status " + status);
        System.exit(status);
    }

    private static int number(HttpExchange exchange, String name, int otherwise) {
        var query = exchange.getRequestURI().getQuery();
        return query != null && query.matches(name + "=\\d{1,9}")
                ? Integer.parseInt(query.substring(name.length() + 1))
                : otherwise;
    }

    private static void answer(HttpExchange exchange, String text) {
        try (exchange) {
            var body = (text + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            System.err.println("a client went away: " + e.getMessage());
        }
    }
}
