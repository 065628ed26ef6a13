package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that wait in the queue of a worker that stands still: whatever becomes of that worker,
 * they are answered.
 */
class QueueTest {

    private static final int CLIENTS = 5;

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void theNextProcessAnswersAfterAHang(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,hang-timeout=4s");
        try (var clients = new Waiting(running)) {
            clients.assertAnswered();
        }
        running.awaitListeners(port, 2);
    }

    @EachJdk
    void somebodyAnswersAfterAReload(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,grace=2s,hang-timeout=0");
        try (var clients = new Waiting(running)) {
            running.signal("HUP");
            running.awaitErr("connections wait that a worker which has ended did not accept");
            clients.assertAnswered();
        }
        running.awaitErr("reload: 2 workers replaced in");
        Await.until("two workers are left", () -> running.workers().size() == 2);
        running.awaitListeners(port, 2);
        assertThat(running.err()).doesNotContain("they are reset");
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
    }

    @EachJdk
    void somebodyAnswersAfterAScaleDown(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,grace=2s,hang-timeout=0");
        try (var clients = new Waiting(running)) {
            running.signal("TTOU");
            running.awaitErr("connections wait that a worker which has ended did not accept");
            clients.assertAnswered();
        }
        running.awaitErr("scale: 1 workers after");
        Await.until("one worker is left", () -> running.workers().size() == 1);
        running.awaitListeners(port, 1);
        assertThat(running.err()).doesNotContain("they are reset");
        assertThat(Client.ask(port).slot()).isEqualTo("1");
    }

    @EachJdk
    void somebodyAnswersWhenAReplacedWorkerIsKilledInItsDrain(Jdk jdk) throws Exception {
        var running = start(jdk, "workers=2,hang-timeout=0");
        try (var clients = new Waiting(running)) {
            running.signal("HUP");
            running.awaitErr("slot 1: new worker");
            Await.until(
                    "slot 2 has two workers that listen",
                    () -> Ports.listeners(port) == 3 && running.workers().size() == 3);
            Running.signal(clients.stopped, "KILL");
            clients.assertAnswered();
        }
        Await.until("two workers are left", () -> running.workers().size() == 2);
        running.awaitListeners(port, 2);
        assertThat(running.err()).doesNotContain("they are reset");
    }

    private Running start(Jdk jdk, String options) {
        return bench.on(jdk)
                .agent(options)
                .app(Server.class, "socket", port)
                .start()
                .awaitListeners(port, 2);
    }

    /** Clients in the queue of slot 2, whose worker is stopped. */
    private final class Waiting implements AutoCloseable {

        final long stopped;
        private final List<Socket> sockets = new ArrayList<>();

        Waiting(Running running) throws IOException {
            // It may listen, and not have been seen to.
            Await.until("slot 2 answers", () -> ask(connect()).contains("slot=2\n"));
            stopped = running.worker(2).pid();
            Running.pause(stopped);
            for (int i = 0; i < CLIENTS; i++) {
                sockets.add(connect());
            }
        }

        private Socket connect() throws IOException {
            var socket = new Socket();
            socket.setSoTimeout(60_000);
            var slotTwo = InetAddress.getByAddress(new byte[] {127, 83, 0, 2});
            socket.connect(new InetSocketAddress(slotTwo, port), 10_000);
            return socket;
        }

        private String ask(Socket socket) throws IOException {
            try (socket) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        void assertAnswered() throws IOException {
            for (var socket : sockets) {
                assertThat(ask(socket)).contains("slot=2\n").doesNotContain("pid=" + stopped);
            }
        }

        @Override
        public void close() throws IOException {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
