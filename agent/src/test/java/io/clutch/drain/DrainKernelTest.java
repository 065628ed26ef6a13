package io.clutch.drain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clutch.posix.Posix;
import io.clutch.testing.TestPosix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drains of real servers in this very process; only the test's own ports are looked at. */
@Timeout(60)
class DrainKernelTest {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir private Path directory;
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore mayAnswer = new Semaphore(0);
    private final Semaphore inProgress = new Semaphore(0);
    private final Posix posix = TestPosix.get();
    private InetSocketAddress address;

    @AfterEach
    void closeAll() throws Exception {
        mayAnswer.release(1_000);
        for (var each : toClose) {
            each.close();
        }
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, SECONDS)).isTrue();
    }

    @Test
    void aRequestInProgressIsAnsweredAndItsConnectionClosedAfterwards() throws Exception {
        serveHttp();
        try (var slow = new Client(address);
                var idle = new Client(address)) {
            assertThat(idle.get("/")).isEqualTo("hello");
            assertThat(slow.get("/")).isEqualTo("hello");
            slow.send("/slow");
            inProgress.acquire();

            var drain = drain();
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(drain).isNotDone();
            mayAnswer.release();

            assertThat(slow.answer()).isEqualTo("hello");
            assertThat(slow.isClosedByServer()).isTrue();
            var report = drain.get(30, SECONDS);
            assertThat(report.cutOff()).isEmpty();
            assertThat(report.waitedFor()).isPositive();
        }
    }

    @Test
    void aRequestInProgressAfterTheClientHasClosedItsSideIsAnswered() throws Exception {
        serveHttp();
        try (var client = new Client(address)) {
            assertThat(client.get("/")).isEqualTo("hello");
            client.send("/slow");
            client.socket.shutdownOutput();
            inProgress.acquire();

            var drain = drain();
            // Long enough for a drain that does not see it.
            try (var other = new Client(address)) {
                assertThat(other.get("/")).isEqualTo("hello");
                assertThat(other.isClosedByServer()).isTrue();
            }
            assertThat(drain).isNotDone();
            mayAnswer.release();

            assertThat(client.answer()).isEqualTo("hello");
            assertThat(drain.get(30, SECONDS).cutOff()).isEmpty();
        }
    }

    @Test
    void theFirstRequestOfAConnectionIsAnswered() throws Exception {
        serveHttp();
        try (var client = new Client(address);
                var other = new Client(address)) {
            client.send("/slow");
            inProgress.acquire();
            assertThat(other.get("/")).isEqualTo("hello");
            var drain = drain();
            assertThat(other.isClosedByServer()).isTrue();
            mayAnswer.release();
            assertThat(client.answer()).isEqualTo("hello");
            assertThat(drain.get(30, SECONDS).waitedFor()).isEqualTo(1);
        }
    }

    @Test
    void clientsThatAskAgainAndAgainAreClosedBetweenTwoRequests() throws Exception {
        serveHttp();
        var begun = new CountDownLatch(8);
        var ends = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 8; i++) {
            ends.add(CompletableFuture.supplyAsync(() -> askUntilClosed(begun), threads));
        }
        begun.await();

        var report = drain().get(60, SECONDS);

        assertThat(report.cutOff()).isEmpty();
        for (var end : ends) {
            assertThat(end.get(30, SECONDS)).isEqualTo("closed before an answer began");
        }
    }

    @Test
    void whatWaitsInTheQueueIsServed() throws Exception {
        var listener = listen();
        try (var client = new Client(address)) {
            client.send("/");
            var drain = drain();
            serveBlocking(listener);
            assertThat(client.answer()).isEqualTo("hello");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(drain.get(30, SECONDS).queued()).isZero();
        }
    }

    @Test
    void theRestIsCutOffWhenTheTimeIsUp() throws Exception {
        serveHttp();
        try (var client = new Client(address)) {
            client.send("/slow");
            inProgress.acquire();

            var report = run(Duration.ofMillis(700));

            assertThat(report.cutOff())
                    .singleElement()
                    .satisfies(cut -> assertThat(cut.verdict()).isEqualTo("busy"))
                    .satisfies(cut -> assertThat(cut.peer()).isEqualTo(client.name()));
        }
    }

    @Test
    void aDownloadThatTheClientReadsSlowlyIsBusy() throws Exception {
        serveHttp();
        try (var client = new Client(address)) {
            client.send("/large");
            assertThat(client.in.readLine()).contains("200");
            assertThat(run(Duration.ofMillis(500)).cutOff()).hasSize(1);
        }
    }

    @Test
    void unixDomainConnectionsWithBytesAreBusy() throws Exception {
        var path = UnixDomainSocketAddress.of(directory.resolve("app.sock"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
                var client = SocketChannel.open(path);
                var accepted = listener.accept()) {
            client.write(ByteBuffer.wrap(new byte[7]));
            var first =
                    new Drain(posix, List.of(path), false)
                            .run(Duration.ofMillis(300), () -> true)
                            .cutOff();
            assertThat(first).singleElement().matches(cut -> cut.verdict().equals("busy"));

            assertThat(accepted.read(ByteBuffer.allocate(9))).isEqualTo(7);
            // When it is late, the application is asked.
            var ended = new CountDownLatch(1);
            threads.execute(() -> closeAtTheEnd(accepted, ended));
            var report = new Drain(posix, List.of(path), false).run(MOST, () -> true);

            assertThat(ended.await(30, SECONDS)).isTrue();
            assertThat(report.cutOff()).isEmpty();
        }
    }

    private static void closeAtTheEnd(SocketChannel channel, CountDownLatch ended) {
        try (channel) {
            if (channel.read(ByteBuffer.allocate(9)) < 0) {
                ended.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String askUntilClosed(CountDownLatch begun) {
        try (var client = new Client(address)) {
            while (true) {
                try {
                    client.send("/");
                    var first = client.in.readLine();
                    if (first == null) {
                        return "closed before an answer began";
                    }
                } catch (IOException e) {
                    return "closed before an answer began";
                }
                if (!client.restOfAnswer().equals("hello")) {
                    return "closed within an answer";
                }
                begun.countDown();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    private CompletableFuture<DrainReport> drain() {
        return CompletableFuture.supplyAsync(() -> run(MOST), threads);
    }

    private DrainReport run(Duration most) {
        SocketAddress door = address;
        return new Drain(posix, List.of(door), false).run(most, () -> true);
    }

    private void serveHttp() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        toClose.add(() -> server.stop(0));
        address = server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/slow")) {
            inProgress.release();
            mayAnswer.acquireUninterruptibly();
        }
        var body = path.equals("/large") ? new byte[20_000_000] : "hello".getBytes(ISO_8859_1);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ServerSocket listen() throws IOException {
        var listener = new ServerSocket(0, 50, LOOPBACK);
        toClose.add(listener);
        address = (InetSocketAddress) listener.getLocalSocketAddress();
        return listener;
    }

    private void serveBlocking(ServerSocket listener) {
        var done = new AtomicBoolean();
        toClose.add(() -> done.set(true));
        threads.execute(
                () -> {
                    try (var socket = listener.accept()) {
                        var in = reader(socket);
                        while (in.readLine() != null) {
                            while (!in.readLine().isEmpty()) {
                                // The rest of the header.
                            }
                            var answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
                            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** An HTTP client that keeps its connection. */
    private static final class Client implements AutoCloseable {

        final Socket socket;
        final BufferedReader in;

        Client(InetSocketAddress server) throws IOException {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            in = reader(socket);
        }

        String name() {
            return socket.getLocalSocketAddress().toString().substring(1);
        }

        String get(String path) throws IOException {
            send(path);
            return answer();
        }

        void send(String path) throws IOException {
            var request = "GET %s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(path);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        }

        String answer() throws IOException {
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            return restOfAnswer();
        }

        String restOfAnswer() throws IOException {
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                // The rest of the header.
            }
            var body = new char[5];
            int length = 0;
            while (length < body.length) {
                int more = in.read(body, length, body.length - length);
                if (more < 0) {
                    break;
                }
                length += more;
            }
            return new String(body, 0, length);
        }

        /** Waits for the server's end. */
        boolean isClosedByServer() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
