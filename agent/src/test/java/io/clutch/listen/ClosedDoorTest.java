package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.link.WorkerId;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClosedDoorTest {

    private final Posix posix = PosixForTests.get();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::1, ::1",
        "::, ::1",
        "::, 127.0.0.1"
    })
    void nobodyNewComesInAndWhoIsInIsServed(String boundTo, String address) throws IOException {
        Assumptions.assumeTrue(!boundTo.contains(":") || Ipv6.isThere(), "no IPv6 here");
        List<SocketChannel> clients = new ArrayList<>();
        try (var kernel = new RealKernel(posix, boundTo, List.of(address))) {
            var group = groupOfThree(kernel);
            var server = kernel.server(address);
            for (int i = 0; i < 20; i++) {
                clients.add(SocketChannel.open(server));
            }
            assertThat(ClosedDoor.close(posix, group.listeners())).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> SocketChannel.open(server).close())
                        .isInstanceOf(ConnectException.class);
            }
            for (int i = 0; i < 20; i++) {
                kernel.greetNext();
            }
            for (var client : clients) {
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(1);
            }
            assertThat(ClosedDoor.close(posix, group.listeners())).as("once more").isTrue();
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "::, ::1"})
    void handshakeThatIsUnderWayIsFinished(String boundTo, String address) throws IOException {
        Assumptions.assumeTrue(!boundTo.contains(":") || Ipv6.isThere(), "no IPv6 here");
        try (var kernel = new RealKernel(posix, boundTo, List.of(address));
                var client = new DeafClient(posix, !address.contains(":"))) {
            var group = groupOfThree(kernel);
            client.connect(kernel.server(address));
            Awaitility.await("the handshake to begin").until(client::isHalfOpen);
            assertThat(ClosedDoor.close(posix, group.listeners())).isTrue();
            assertThatThrownBy(() -> SocketChannel.open(kernel.server(address)))
                    .isInstanceOf(ConnectException.class);
            client.listenUp();
            Awaitility.await("the answer, sent once more")
                    .atMost(Duration.ofSeconds(20))
                    .until(client.channel()::finishConnect);
            assertThat(kernel.accepted(client.port())).isIn(group.listeners());
        }
    }

    @Test
    void saysIfItCannot() {
        var listener = new Listener(500_000, new WorkerId(1, 1));
        assertThat(ClosedDoor.close(posix, List.of(listener))).isFalse();
        assertThat(ClosedDoor.close(posix, List.of())).isTrue();
    }

    private static ReuseportGroup groupOfThree(RealKernel kernel) {
        var group = kernel.group();
        for (int slot = 1; slot <= 3; slot++) {
            group.beforeJoin();
            group.joined(kernel.listen(new WorkerId(slot, 1)));
        }
        return group;
    }
}
