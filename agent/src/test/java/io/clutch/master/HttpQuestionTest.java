package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks servers that answer in every way there is. */
@Timeout(60)
final class HttpQuestionTest {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Prober prober = new HttpProber("0.1.0", events::add);
    private final ServerSocket server = open();

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok | ''",
                "HTTP/1.0 204 No Content\\r\\n\\r\\n | ''",
                "HTTP/1.1 302 Found\\r\\nLocation: /x\\r\\n\\r\\n | ''",
                "HTTP/1.1 399\\r\\n\\r\\n | ''",
                "HTTP/1.1 200\\n\\n | ''",
                "HTTP/1.1 103 Early Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n | ''",
                "HTTP/1.1 400 Bad Request\\r\\n\\r\\n | ' says 400 Bad Request'",
                "HTTP/1.1 503 Service Unavailable\\r\\n\\r\\n | ' says 503 Service Unavailable'",
                "HTTP/1.1 503 \\r\\n\\r\\n | ' says 503'",
                "SSH-2.0-OpenSSH_9.6\\r\\n | ': the answer is not HTTP'",
                "HTTP/1.1 two hundred\\r\\n\\r\\n | ': the answer is not HTTP'",
                "HTTP/1.1 2000 OK\\r\\n\\r\\n | ': the answer is not HTTP'",
                "HTTP/1.1 200 | ': the connection was closed without an answer'",
            })
    void answers(String answer, String trouble) throws Exception {
        var bytes = answer.replace("\\r", "\r").replace("\\n", "\n");
        var request = serve(bytes.getBytes(StandardCharsets.US_ASCII));

        assertThat(ask("/health?deep=1")).isEqualTo(trouble);
        assertThat(request.join())
                .isEqualTo(
                        "GET /health?deep=1 HTTP/1.1\r\nHost: localhost:%d\r\nUser-Agent: clutch/0.1.0\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                                .formatted(server.getLocalPort()));
    }

    @Test
    void aFloodIsNotReadToItsEnd() throws Exception {
        var unused =
                CompletableFuture.runAsync(
                        () -> {
                            try (var connection = server.accept()) {
                                request(connection.getInputStream());
                                var chunk = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
                                while (true) {
                                    connection.getOutputStream().write(chunk);
                                }
                            } catch (IOException e) {
                                // The other side has had enough.
                            }
                        });

        assertThat(ask("/")).isEqualTo(": the answer is not HTTP");
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        server.close();

        assertThat(ask("/")).isEqualTo(": connection refused");
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        // It is in the backlog, and nobody takes it out.
        assertThat(ask("/")).isEqualTo(": no answer within 2 s");
    }

    @Test
    void aServerThatResets() throws Exception {
        var resetting =
                CompletableFuture.runAsync(
                        () -> {
                            try (var connection = server.accept()) {
                                request(connection.getInputStream());
                                connection.setSoLinger(true, 0);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });

        assertThat(ask("/")).isEqualTo(": connection reset");
        resetting.join();
    }

    @Test
    void theConnectionComesFromThePortThatWasPromised() throws Exception {
        var question = prepare("/");
        var port = CompletableFuture.supplyAsync(this::peerPort);
        question.ask();

        assertThat(port.join()).isEqualTo(question.sourcePort());
        assertThat(events.take()).isInstanceOf(Event.Answered.class);
    }

    @Test
    void aCancelledQuestionEndsSoon() throws Exception {
        var question = prepare("/");
        question.ask();
        question.cancel();

        var event = (Event.Answered) events.poll(20, TimeUnit.SECONDS);
        assertThat(event.question()).isSameAs(question);
        assertThat(event.trouble()).isNotEmpty();
    }

    private int peerPort() {
        try (var connection = server.accept()) {
            return connection.getPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Answers one request; returns what it was. */
    private CompletableFuture<String> serve(byte[] answer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket connection = server.accept()) {
                        var request = request(connection.getInputStream());
                        connection.getOutputStream().write(answer);
                        return request;
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    private static String request(InputStream in) throws IOException {
        var request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            request.append((char) in.read());
        }
        return request.toString();
    }

    private String ask(String path) throws Exception {
        var question = prepare(path);
        question.ask();
        var event = (Event.Answered) events.poll(30, TimeUnit.SECONDS);
        assertThat(event.question()).isSameAs(question);
        return event.trouble();
    }

    private Prober.Question prepare(String path) throws IOException {
        return prober.prepare(
                new WorkerId(1, 1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                path);
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
