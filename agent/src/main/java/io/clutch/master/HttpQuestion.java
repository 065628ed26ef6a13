package io.clutch.master;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One GET over a connection of its own. */
final class HttpQuestion implements Prober.Question {

    /** How long all of it may take. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    /** How much of an answer is looked at. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_LINE = 1000;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d ((\\d{3})\\b[ -~]*)");

    private final String threadName;
    private final InetSocketAddress where;
    private final String request;
    private final Consumer<Event> events;
    private final Socket socket;
    private long end;

    /**
     * Takes a local port.
     *
     * @param events hears the answer
     * @throws IOException if there is none
     */
    HttpQuestion(
            String threadName,
            InetSocketAddress where,
            String path,
            String version,
            Consumer<Event> events)
            throws IOException {
        this.threadName = threadName;
        this.where = where;
        this.events = events;
        request =
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: clutch/%s\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                        .formatted(path, host(where.getAddress()), where.getPort(), version);
        // Whatever proxy the application's flags name, this is no business of its.
        socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.bind(new InetSocketAddress(0));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String host(InetAddress address) {
        // The name under which servers that check it are most likely to know themselves.
        if (address.isLoopbackAddress()) {
            return "localhost";
        }
        var literal = address.getHostAddress();
        return literal.contains(":") ? "[" + literal + "]" : literal;
    }

    @Override
    public int sourcePort() {
        return socket.getLocalPort();
    }

    @Override
    public void ask() {
        var thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // There is no thread to be had, most likely.
            cancel();
            events.accept(new Event.Answered(this, ": no thread can be started for it"));
        }
    }

    @Override
    public void cancel() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use in any case.
        }
    }

    private void run() {
        String trouble = ": failed";
        try {
            trouble = answer();
        } finally {
            cancel();
            events.accept(new Event.Answered(this, trouble));
        }
    }

    /** Returns what was wrong, empty if nothing. */
    private String answer() {
        end = System.nanoTime() + LIMIT.toNanos();
        try {
            socket.connect(where, millisLeft());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in = socket.getInputStream();
            var status = STATUS.matcher(finalStatus(in));
            if (!status.matches()) {
                return ": the answer is not HTTP";
            }
            readRest(in);
            int code = Integer.parseInt(status.group(2));
            return code >= 200 && code < 400 ? "" : " says " + status.group(1).strip();
        } catch (SocketTimeoutException e) {
            return ": no answer within %d s".formatted(LIMIT.toSeconds());
        } catch (IOException e) {
            return ": " + uncapitalized(e.getMessage());
        }
    }

    private static String uncapitalized(String text) {
        return text == null || text.isEmpty()
                ? "the connection failed"
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) left;
    }

    /** Returns the status line after those of interim answers, each of which has headers. */
    private String finalStatus(InputStream in) throws IOException {
        var status = line(in);
        for (int lines = 0; status.startsWith("HTTP/1.1 1") && lines < MOST_LINE; lines++) {
            if (line(in).isEmpty()) {
                status = line(in);
            }
        }
        return status;
    }

    private String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = read(in); c != '\n'; c = read(in)) {
            if (c < 0) {
                throw new IOException("the connection was closed without an answer");
            }
            if (line.size() == MOST_LINE) {
                throw new IOException("the answer is not HTTP");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private int read(InputStream in) throws IOException {
        socket.setSoTimeout(millisLeft());
        return in.read();
    }

    /** Reads on, as far as that is quickly done: to close before would be a reset at the server. */
    private void readRest(InputStream in) {
        var buffer = new byte[MOST_BYTES];
        try {
            int count = 0;
            for (int n = 0; n >= 0 && count < MOST_BYTES; count += n) {
                socket.setSoTimeout(millisLeft());
                n = in.read(buffer);
            }
        } catch (IOException e) {
            // The status has been told.
        }
    }
}
