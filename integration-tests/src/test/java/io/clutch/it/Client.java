package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks a server on the loopback interface, with a new connection each time. */
final class Client {

    private static final int TIMEOUT_MILLIS = 10_000;

    private Client() {}

    /** What an HTTP server answered. */
    record Reply(int status, String body) {}

    /** Connects, and reads until the server closes. */
    static Answer ask(int port) throws IOException {
        try (var socket = new Socket()) {
            return ask(socket, port);
        }
    }

    /** The same over TLS, trusting what is in the key store. */
    static Answer askTls(int port, KeyStore trusted) throws IOException, GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (var socket = tls.getSocketFactory().createSocket()) {
            return ask(socket, port);
        }
    }

    /** One GET request. */
    static Reply get(int port, String path) throws IOException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            var status = connection.getResponseCode();
            var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            var body = stream == null ? new byte[0] : stream.readAllBytes();
            return new Reply(status, new String(body, StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Asks until so many different answers have been seen, and a few times more.
     *
     * @param question one connection; an exception counts as no answer
     * @return exactly that many answers, or the assertion fails
     */
    static Set<String> distinct(int number, Callable<String> question) {
        Set<String> seen = new TreeSet<>();
        Await.until(
                number + " different answers",
                () -> {
                    for (var i = 0; i < 20; i++) {
                        try {
                            seen.add(question.call());
                        } catch (IOException e) {
                            // Not up yet; the deadline decides.
                            return false;
                        }
                    }
                    return seen.size() >= number;
                });
        assertThat(seen).hasSize(number);
        return seen;
    }

    private static Answer ask(Socket socket, int port) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        var bytes = socket.getInputStream().readAllBytes();
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            throw new IOException("the server closed the connection without an answer");
        }
        return new Answer(text.lines().toList());
    }
}
