package io.clutch.it.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers as it should, except that one request in so many goes wrong in one certain
 * way.
 */
final class FaultyServer implements AutoCloseable {

    /** What goes wrong. */
    enum Fault {
        NONE,
        RESET_WITHOUT_ANSWER,
        CLOSE_WITHOUT_ANSWER,
        HALF_ANSWER_THEN_CLOSE,
        HALF_ANSWER_THEN_RESET,
        HALF_ANSWER_THEN_SILENCE,
        SILENCE,
        ANSWER_TO_ANOTHER_REQUEST,
        STATUS_500,
        NO_HTTP,
        TOO_LONG_ANSWER,
        /** The answer is right, and at once the connection is closed without a word. */
        CLOSE_AFTER_ANSWER,
        /** The request is read, and the connection is closed after 500 ms. */
        CLOSE_LATE_WITHOUT_ANSWER
    }

    private final ServerSocket listener;
    private final Fault fault;
    private final int every;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    FaultyServer(Fault fault, int every) throws IOException {
        this.fault = fault;
        this.every = every;
        listener = new ServerSocket(0, 1000);
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many requests went wrong. */
    int faults() {
        return faults.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            while (serveOne(socket, in)) {
                // The next one on this connection.
            }
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private boolean serveOne(Socket socket, InputStream in)
            throws IOException, InterruptedException {
        var head = head(in);
        if (head.isEmpty()) {
            return false;
        }
        var id = head.split(" ")[1].replace("/echo/", "");
        var close = head.contains("Connection: close");
        if (requests.incrementAndGet() % every != 0 || fault == Fault.NONE) {
            send(socket, answer(id, close));
            return !close;
        }
        faults.incrementAndGet();
        return fail(socket, id, close);
    }

    private boolean fail(Socket socket, String id, boolean close)
            throws IOException, InterruptedException {
        var right = answer(id, close);
        switch (fault) {
            case RESET_WITHOUT_ANSWER -> socket.setSoLinger(true, 0);
            case HALF_ANSWER_THEN_CLOSE -> send(socket, half(right));
            case HALF_ANSWER_THEN_RESET -> {
                send(socket, half(right));
                // A reset may overtake bytes that were not read yet.
                TimeUnit.MILLISECONDS.sleep(500);
                socket.setSoLinger(true, 0);
            }
            case HALF_ANSWER_THEN_SILENCE -> {
                send(socket, half(right));
                socket.getInputStream().read();
            }
            case SILENCE -> socket.getInputStream().read();
            case ANSWER_TO_ANOTHER_REQUEST -> {
                send(socket, answer("0", close));
                return !close;
            }
            case STATUS_500 -> send(socket, right.replace("200 OK", "500 No"));
            case NO_HTTP -> send(socket, "SSH-2.0-OpenSSH_9.2\r\n");
            case TOO_LONG_ANSWER -> send(socket, right + "x");
            case CLOSE_AFTER_ANSWER -> send(socket, right);
            case CLOSE_LATE_WITHOUT_ANSWER -> TimeUnit.MILLISECONDS.sleep(500);
            case CLOSE_WITHOUT_ANSWER, NONE -> {
                // It is closed by who called.
            }
        }
        return false;
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String answer(String id, boolean close) {
        return "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\nid=%s;"
                .formatted(close ? "Connection: close\r\n" : "", id.length() + 4, id);
    }

    private static String half(String text) {
        return text.substring(0, text.length() / 2);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }
}
