package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.load.Load;
import io.clutch.it.load.Outcome;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No request is lost by what an operator asks for: reload, scale, stop. */
class LoadThroughReloadTest {

    @RegisterExtension private final Bench bench = new Bench();

    /** Each way to write a server, and each JDK, but not each with each: that is chaos's part. */
    static Stream<Arguments> stacks() {
        return Stream.of(
                Arguments.of(Stack.SOCKET, Jdks.oldest()),
                Arguments.of(Stack.TOMCAT, Jdks.newest()),
                Arguments.of(Stack.UNDERTOW, Jdks.oldest()),
                Arguments.of(Stack.NETTY, Jdks.newest()),
                Arguments.of(Stack.NETTY_EPOLL, Jdks.oldest()),
                Arguments.of(Stack.NETTY_41_EPOLL, Jdks.newest()));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("stacks")
    void reloadLosesNothing(Stack stack, Jdk jdk) throws Exception {
        new LoadThroughReload(bench, stack, jdk).judge(1);
    }

    @Test
    void scaleLosesNothing() throws Exception {
        var jdk = Jdks.newest();
        var load = new LoadThroughReload(bench, Stack.JDK_HTTP, jdk);
        var running = load.start().awaitListeners(load.port(), 2);
        var cluster = new ClutchCluster(bench, jdk, running, load.port());
        load.judge(
                running,
                () -> {
                    assertThat(cluster.scale(3)).startsWith("status 0");
                    assertThat(cluster.scale(1)).startsWith("status 0");
                });
    }

    @Test
    void stopAnswersOrRefuses() throws Exception {
        var load = new LoadThroughReload(bench, Stack.JDK_HTTP, Jdks.oldest());
        var running = load.start().awaitListeners(load.port(), 2);
        var plan = Stack.JDK_HTTP.slow(load.port()).withRate(300).withConnections(64);
        try (var first = Load.start(plan)) {
            Await.until("some are answered", () -> first.ledger().answered() > 100);
            running.signal("TERM");
            assertThat(running.awaitExit().status()).isZero();
            Await.until("some are refused", () -> first.ledger().count(Outcome.REFUSED) > 0);
            var ledger = first.stop();
            System.out.println("stop under load: " + ledger.summary());
            assertThat(EnumSet.copyOf(ledger.outcomes().keySet()))
                    .as(ledger.toString())
                    .isSubsetOf(Outcome.ANSWERED, Outcome.REFUSED);
            assertThat(ledger.balances()).isTrue();
            UnderLoad.assertHandledWhatWasAnswered(running, ledger);
        }
    }
}
