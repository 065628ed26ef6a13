package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Hanger;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers whose master is killed, and whose applications do not end: nothing may hold the port. */
class OrphanTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    static Stream<Arguments> jdksAndWays() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of("listener", "hook", "term")
                                        .map(way -> Arguments.of(jdk, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndWays")
    void noWorkerOutlivesItsGrace(Jdk jdk, String way) throws Exception {
        var running =
                bench.on(jdk).agent("workers=2,grace=8s").app(Hanger.class, port, way).start();
        running.awaitListeners(port, 2);
        var over = new AtomicBoolean();
        var load = new Thread(() -> connect(over), "load");
        load.start();
        try {
            running.signal("KILL");
            assertThat(running.awaitExit().status()).isEqualTo(137);
            Await.until("new clients are refused", this::isRefused);
            assertThat(Ports.listeners(port)).as("workers that still have a listener").isEqualTo(2);
            running.awaitOut("1 hangs").awaitOut("2 hangs");
            running.awaitNothingLeft();
        } finally {
            over.set(true);
            load.join();
        }
        assertThat(Ports.isFree(port)).isTrue();
        assertThat(running.err()).contains("has not ended within 8000 ms after its master");
        assertThat(running.out()).contains("Full thread dump", Hanger.class.getName() + ".hang");
    }

    /** Steady load, so that there is always a connection to be answered. */
    private void connect(AtomicBoolean over) {
        while (!over.get()) {
            try {
                Client.ask(port);
            } catch (IOException e) {
                // Refused, or cut off.
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private boolean isRefused() {
        try {
            Client.ask(port);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
