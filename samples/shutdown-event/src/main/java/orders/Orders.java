package orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clutch.Clutch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes orders until it hears that it is about to stop, and counts them every few seconds in one
 * worker only.
 *
 * <p>Runs the same without Clutch: then this process is the only worker and the leader, and the
 * listener runs when the JVM ends.
 */
public final class Orders {

    private static final int COUNT_SECONDS = 5;

    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean open = true;

    private Orders() {}

    /** Listens on the port that the first argument names; 8080 if there is none. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 8080 : Integer.parseInt(arguments[0]);
        var orders = new Orders();
        Clutch.onShutdown(orders::close);
        orders.listen(port);
        ScheduledFuture<?> unused =
                Executors.newSingleThreadScheduledExecutor()
                        .scheduleAtFixedRate(
                                orders::count, COUNT_SECONDS, COUNT_SECONDS, TimeUnit.SECONDS);
    }

    private void listen(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", this::take);
        server.start();
        System.out.println(worker() + " takes orders on port " + server.getAddress().getPort());
    }

    private void take(HttpExchange exchange) throws IOException {
        if (open) {
            answer(exchange, 200, worker() + " took order " + taken.incrementAndGet());
        } else {
            answer(exchange, 503, worker() + " takes no more orders");
        }
    }

    private void close() {
        open = false;
        System.out.println(worker() + " takes no more orders; it took " + taken.get());
    }

    private void count() {
        // Asked every time: another worker becomes the leader when this one stops.
        if (Clutch.isLeader()) {
            System.out.println(worker() + " leads; it took " + taken.get() + " orders so far");
        }
    }

    private static String worker() {
        return "worker " + Clutch.slot() + "/" + Clutch.workers();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var body = (text + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
