package io.clutch.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.clutch.link.PeerCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ControlServerTest {

    private static final PeerCheck EVERYBODY = peer -> null;

    @TempDir Path directory;

    private final FakeCluster cluster = new FakeCluster();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void statusIsAnsweredWithTheDocumentedFields() throws IOException {
        serve(EVERYBODY, Limits.USUAL);

        assertThat(ask("{\"command\":\"status\"}"))
                .isEqualTo(
                        """
                        {"ok":true,"result":{"name":"wiremock-standalone.jar","pid":1234,\
                        "version":"0.1.0","state":"running","workers":2,\
                        "startedAt":"2026-11-23T12:00:00.123Z","uptimeMs":7980000,"restarts":2,\
                        "addresses":[{"address":"0.0.0.0","port":8080,"sharedBy":2}],"slots":[\
                        {"slot":1,"generation":1,"pid":1240,"state":"serving","leader":true,\
                        "uptimeMs":7980000,"restarts":0,"lastExit":null},\
                        {"slot":2,"generation":3,"pid":9921,"state":"serving","leader":false,\
                        "uptimeMs":240000,"restarts":2,\
                        "lastExit":{"reason":"killed by SIGKILL (status 137)",\
                        "at":"2026-11-23T14:09:00.123Z","agoMs":240000}}]}}
                        """);
    }

    @Test
    void versionIsAnsweredWithoutTheCluster() throws IOException {
        serve(EVERYBODY, Limits.USUAL);

        assertThat(ask("{\"command\":\"version\"}"))
                .isEqualTo(
                        "{\"ok\":true,\"result\":{\"pid\":%d,\"version\":\"0.1.0\"}}\n"
                                .formatted(ProcessHandle.current().pid()));
    }

    @Test
    void reloadStreamsItsProgress() throws Exception {
        serve(EVERYBODY, Limits.USUAL);
        SocketChannel client = connect();
        send(client, "{\"command\":\"reload\"}\n");
        var reply = cluster.reply();

        reply.progress("slot 1: generation 2 started");
        assertThat(readLine(client)).isEqualTo("{\"progress\":\"slot 1: generation 2 started\"}");
        reply.progress("slot 1: generation 2 serves");
        reply.done("reloaded 1 worker");

        assertThat(readAll(client))
                .isEqualTo(
                        """
                        {"progress":"slot 1: generation 2 serves"}
                        {"ok":true,"message":"reloaded 1 worker"}
                        """);
        assertThat(cluster.orders).containsExactly("reload");
    }

    @Test
    void aRequestIsTooLongAt64KiB() throws IOException {
        serve(EVERYBODY, Limits.USUAL);
        String padding = " ".repeat(64 * 1024 - "{\"command\":\"version\"}".length());

        assertThat(ask("{\"command\":\"version\"}" + padding)).startsWith("{\"ok\":true");
        assertThat(reason(ask("{\"command\":\"version\"} " + padding)))
                .isEqualTo("the request is longer than 65536 bytes");
    }

    @Test
    void theEndOfTheStreamEndsTheRequest() throws IOException {
        serve(EVERYBODY, Limits.USUAL);
        SocketChannel client = connect();
        send(client, "{\"command\":\"version\"}");
        client.shutdownOutput();

        assertThat(readAll(client)).startsWith("{\"ok\":true");
    }

    @Test
    void aHalfClosedClientStillGetsItsProgress() throws Exception {
        serve(EVERYBODY, Limits.USUAL);
        SocketChannel client = connect();
        send(client, "{\"command\":\"reload\"}\n");
        client.shutdownOutput();
        var reply = cluster.reply();
        ask("{\"command\":\"version\"}"); // by now the server has seen the end of the stream

        reply.progress("on its way");
        reply.done("there");

        assertThat(readAll(client).lines()).hasSize(2);
    }

    @Test
    void aClientThatIsTooSlowIsDroppedWhileOthersAreServed() throws IOException {
        serve(EVERYBODY, limits(16, Duration.ofSeconds(2)));
        SocketChannel silent = connect();
        SocketChannel slow = connect();
        send(slow, "{\"comm");

        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
        assertThat(reason(readAll(silent))).isEqualTo("no complete request within 2000 ms");
        assertThat(reason(readAll(slow))).isEqualTo("no complete request within 2000 ms");
    }

    @Test
    void oneClientTooManyHearsSo() throws IOException {
        serve(EVERYBODY, limits(3, Duration.ofSeconds(20)));
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            silent.add(connect());
        }

        assertThat(reason(readAll(connect())))
                .isEqualTo("the master serves 3 clients already, and no more; try again");

        silent.get(0).close();
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> ask("{\"command\":\"version\"}").startsWith("{\"ok\":true"));
    }

    @Test
    void aFloodOfClientsIsServedOrTurnedAway() throws IOException {
        serve(EVERYBODY, Limits.USUAL);
        for (int round = 0; round < 20; round++) {
            List<SocketChannel> flood = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                flood.add(connect());
            }
            for (SocketChannel client : flood) {
                client.close();
            }
        }

        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> ask("{\"command\":\"version\"}").startsWith("{\"ok\":true"));
    }

    @Test
    void aClientThatLeavesDoesNotCancelTheReload() throws Exception {
        serve(EVERYBODY, Limits.USUAL);
        SocketChannel client = connect();
        send(client, "{\"command\":\"reload\"}\n");
        var reply = cluster.reply();
        client.close();

        for (int i = 0; i < 100; i++) {
            reply.progress("slot " + i);
        }
        reply.done("reloaded");

        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
    }

    @Test
    void aClientThatDoesNotReadCostsNoMemoryAndHoldsNobodyUp() throws Exception {
        serve(EVERYBODY, Limits.USUAL);
        SocketChannel client = connect();
        send(client, "{\"command\":\"reload\"}\n");
        var reply = cluster.reply();
        String line = "x".repeat(10_000);
        for (int i = 0; i < 1_000; i++) {
            reply.progress(line);
        }
        reply.done("reloaded");
        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");

        String answer = readAll(client);
        assertThat(answer.length()).isLessThan(3_000_000);
        assertThat(answer).endsWith("{\"ok\":true,\"message\":\"reloaded\"}\n");
    }

    @Test
    void aMasterThatDoesNotAnswerIsReported() throws IOException {
        cluster.status = new CompletableFuture<>();
        serve(EVERYBODY, limits(16, Duration.ofSeconds(2)));

        assertThat(reason(ask("{\"command\":\"status\"}")))
                .isEqualTo(
                        "the master has not answered within 2000 ms; it may be overloaded or hung");
        cluster.status.complete(FakeCluster.example("late", 1));
        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
    }

    @Test
    void aStatusThatFailsIsReported() throws IOException {
        cluster.status = CompletableFuture.failedFuture(new IllegalStateException("ending"));
        serve(EVERYBODY, Limits.USUAL);

        assertThat(reason(ask("{\"command\":\"status\"}")))
                .isEqualTo(
                        "the master cannot tell its status: java.lang.IllegalStateException:"
                                + " ending");
    }

    @Test
    void aForeignUserIsTurnedAway() throws IOException {
        serve(peer -> "user nobody connected, only root may", Limits.USUAL);

        assertThat(reason(ask("{\"command\":\"stop\"}")))
                .isEqualTo("user nobody connected, only root may");
        assertThat(cluster.orders).isEmpty();
    }

    @Test
    void theOwnUserIsLetIn() throws IOException {
        serve(PeerCheck.ownerOf(directory), Limits.USUAL);

        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
    }

    @Test
    void aPeerThatCannotBeCheckedIsDroppedAndOthersAreServed() throws IOException {
        var first = new boolean[] {true};
        serve(
                peer -> {
                    if (first[0]) {
                        first[0] = false;
                        throw new IOException("no credentials");
                    }
                    return null;
                },
                Limits.USUAL);

        assertThat(ask("{\"command\":\"version\"}")).isEmpty();
        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
    }

    @Test
    void onlyTheOwnerMayOpenTheSocketFile() throws IOException {
        serve(EVERYBODY, Limits.USUAL);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
    }

    @Test
    void theSocketOfADeadProcessIsReplaced() throws IOException {
        Files.writeString(socket(), "left over");
        serve(EVERYBODY, Limits.USUAL);

        assertThat(ask("{\"command\":\"version\"}")).startsWith("{\"ok\":true");
    }

    @Test
    void aSocketFileThatIsRemovedIsMadeAgain() throws IOException {
        serve(EVERYBODY, limits(16, Duration.ofMillis(100)));
        Files.delete(socket());

        await().atMost(10, TimeUnit.SECONDS).until(() -> Files.exists(socket()));
        await().atMost(10, TimeUnit.SECONDS)
                .ignoreExceptions()
                .until(() -> ask("{\"command\":\"version\"}").startsWith("{\"ok\":true"));
    }

    @Test
    void whatCannotBeBoundIsToldWithItsPath() {
        Path deep = directory.resolve("d".repeat(120)).resolve("control.sock");

        assertThatThrownBy(
                        () -> ControlServer.open(deep, cluster, "0.1.0", EVERYBODY, Limits.USUAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot make the control socket " + deep);
    }

    @Test
    void closingTellsThoseWhoWaitAndRemovesTheSocket() throws Exception {
        ControlServer server = serve(EVERYBODY, Limits.USUAL);
        SocketChannel waiting = connect();
        send(waiting, "{\"command\":\"reload\"}\n");
        SocketChannel answered = connect();
        send(answered, "{\"command\":\"stop\"}\n");
        cluster.reply();
        cluster.reply().done("stopped");

        server.close();

        assertThat(reason(readAll(waiting))).isEqualTo("the master ends");
        assertThat(readAll(answered)).isEqualTo("{\"ok\":true,\"message\":\"stopped\"}\n");
        assertThat(socket()).doesNotExist();
        server.close();
    }

    private static Limits limits(int clients, Duration time) {
        return new Limits(clients, 65536, time, time, time, 1024 * 1024, time);
    }

    private ControlServer serve(PeerCheck check, Limits limits) throws IOException {
        ControlServer server = ControlServer.open(socket(), cluster, "0.1.0", check, limits);
        open.add(server);
        return server;
    }

    private Path socket() {
        return directory.resolve("control.sock");
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        open.add(client);
        return client;
    }

    private String ask(String request) throws IOException {
        SocketChannel client = connect();
        try {
            send(client, request + "\n");
        } catch (IOException e) {
            // turned away early: the answer is there
        }
        return readAll(client);
    }

    private static void send(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        var line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one) > 0 && one.get(0) != '\n') {
            line.write(one.get(0));
            one.clear();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static String readAll(SocketChannel client) throws IOException {
        var text = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(8192);
        try {
            while (client.read(some) >= 0) {
                text.write(some.array(), 0, some.position());
                some.clear();
            }
        } catch (IOException e) {
            // Reset, as the server had not read all we sent; what it sent comes before that.
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static String reason(String answer) {
        var json = JsonParser.parseString(answer).getAsJsonObject();
        assertThat(json.get("ok").getAsBoolean()).isFalse();
        return json.get("reason").getAsString();
    }
}
