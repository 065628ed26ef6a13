package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty's transports that bind in C: the rules are those of every other socket. */
class NativeTransportTest {

    private static final int WAITING = 5;

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    static Stream<Arguments> transports() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of(
                                                Stack.NETTY_EPOLL,
                                                Stack.NETTY_IO_URING,
                                                Stack.NETTY_41_EPOLL)
                                        .map(stack -> Arguments.of(stack, jdk)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("transports")
    void theMasterOwnsItsListeners(Stack stack, Jdk jdk) throws Exception {
        var running = start(stack, jdk, "workers=3");
        assertThat(slots(3)).hasSize(3);
        assertThat(running.err()).doesNotContain("WARN clutch", "cannot be shared");

        // A second copy is told by the kernel, in Netty's own words; its threads keep it alive, as
        // they do without Clutch.
        var second = stack.launch(bench, jdk, port).agent("workers=3").start();
        second.awaitErr("Address already in use");
        assertThat(second.workers()).hasSize(1);
        second.close();

        // What waits in a crashed worker's queue is its successor's.
        var crashed = running.worker(2).pid();
        Running.pause(crashed);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < WAITING; i++) {
                clients.add(asking(2));
            }
            Running.signal(crashed, "KILL");
            for (var client : clients) {
                assertThat(read(client))
                        .contains("id=7;pid=")
                        .doesNotContain("pid=" + crashed + ";");
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        assertThat(slots(3)).hasSize(3);

        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertThat(Ports.listeners(port)).isZero();
    }

    private Running start(Stack stack, Jdk jdk, String options) {
        var running = stack.launch(bench, jdk, port).agent(options).start();
        Await.until("it listens, or cannot", () -> Ports.listeners(port) > 0 || !running.isAlive());
        assumeTrue(
                running.isAlive() || stack != Stack.NETTY_IO_URING, "no io_uring on this machine");
        return running;
    }

    private Set<String> slots(int number) {
        return Client.distinct(number, () -> Client.get(port, "/echo/7").body());
    }

    /** A request to a slot, sent but not answered. */
    private Socket asking(int slot) throws IOException {
        var socket =
                new Socket(InetAddress.getByAddress(new byte[] {127, 83, 0, (byte) slot}), port);
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(
                        "GET /echo/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String read(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
