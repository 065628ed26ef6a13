package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clutch.it.apps.Acceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The master binds the application's sockets: the application does not notice, and what waits in a
 * crashed worker's listener is its successor's, in whatever way the application has opened it.
 */
class HandOverTest {

    private static final int WAITING = 5;
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final int TIMEOUT_MILLIS = 60_000;

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> jdksAndWays() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of(
                                                "socket 0.0.0.0",
                                                "socket-timeout 0.0.0.0",
                                                "channel ::",
                                                "channel-inet 0.0.0.0",
                                                "adaptor 0.0.0.0",
                                                "selector 0.0.0.0",
                                                "selector-running 0.0.0.0",
                                                "asynchronous 0.0.0.0",
                                                "socket-virtual 0.0.0.0",
                                                "channel-virtual 0.0.0.0")
                                        .filter(
                                                way ->
                                                        !way.contains("virtual")
                                                                || jdk.feature() >= 21)
                                        .map(way -> Arguments.of(jdk, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndWays")
    void aCrashedWorkersQueueIsItsSuccessors(Jdk jdk, String way) throws Exception {
        int port = Ports.free();
        var alone = launch(jdk, "enabled=false", way, port).start().awaitOut("listening at");
        var expected = told(alone);
        alone.close();
        var running = launch(jdk, "workers=2", way, port).start();
        running.awaitListeners(port, 2);
        Await.until("both have bound", () -> told(running).size() == 2);
        assertThat(told(running)).containsOnly(expected.get(0));

        var crashed = running.worker(1).pid();
        Running.pause(crashed);
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < WAITING; i++) {
                clients.add(new Socket(InetAddress.getByAddress(slotAddress(1)), port));
            }
            Running.signal(crashed, "KILL");
            for (var client : clients) {
                var answer = read(client);
                assertThat(answer.slot()).isEqualTo("1");
                assertThat(answer.pid()).isNotEqualTo(crashed);
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        Await.until("the successor has bound", () -> told(running).size() == 3);
        assertThat(told(running)).containsOnly(expected.get(0));
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
        assertThat(running.signal("TERM").awaitExit().status()).isZero();
    }

    @EachJdk
    void everySlotHasAnAddressOfItsOwn(Jdk jdk) throws Exception {
        int port = Ports.free();
        var running = launch(jdk, "workers=3", "channel 0.0.0.0", port).start();
        running.awaitListeners(port, 3);
        for (int slot = 1; slot <= 3; slot++) {
            for (int i = 0; i < 20; i++) {
                try (var client = new Socket(InetAddress.getByAddress(slotAddress(slot)), port)) {
                    assertThat(read(client).slot()).isEqualTo(Integer.toString(slot));
                }
            }
        }
    }

    @EachJdk
    void ipv6AloneIsSharedToo(Jdk jdk) throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 loopback address here");
        int port = Ports.free();
        var running = launch(jdk, "workers=2", "channel ::1", port).start();
        running.awaitListeners(port, 2);
        assertThat(
                        Client.distinct(
                                2,
                                () -> {
                                    try (var client =
                                            new Socket(
                                                    InetAddress.getByAddress(IPV6_LOOPBACK),
                                                    port)) {
                                        return read(client).slot();
                                    }
                                }))
                .containsExactly("1", "2");
    }

    private static boolean hasIpv6() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Launch launch(Jdk jdk, String options, String way, int port) {
        var words = way.split(" ");
        return bench.on(jdk).agent(options).app(Acceptor.class, words[0], words[1], port);
    }

    private static List<String> told(Running running) {
        return running.out().lines().filter(line -> line.startsWith("listening at")).toList();
    }

    private static byte[] slotAddress(int slot) {
        return new byte[] {127, 83, 0, (byte) slot};
    }

    private static Answer read(Socket client) throws IOException {
        client.setSoTimeout(TIMEOUT_MILLIS);
        var text = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(text.lines().toList());
    }
}
