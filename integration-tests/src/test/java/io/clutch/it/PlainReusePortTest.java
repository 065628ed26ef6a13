package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.load.Load;
import io.clutch.it.load.LoadPlan;
import io.clutch.it.load.Outcome;
import io.clutch.it.stacks.ReusePortStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Why the master owns the sockets: what is lost where it does not. Were this not to find a loss,
 * the tests that find none would prove nothing.
 */
class PlainReusePortTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @Test
    void listenerThatClosesUnderLoadLosesConnections() throws Exception {
        bench.on(Jdks.newest()).app(ReusePortStack.class, port).start().awaitOut("listening");
        bench.on(Jdks.newest()).app(ReusePortStack.class, port, 100).start().awaitOut("listening");
        try (var load = Load.start(LoadPlan.on(port).withConnections(64))) {
            Await.until(
                    "a loss is found",
                    () -> {
                        // Not by a client that lacks something itself, nor by one that gives up.
                        var ledger = load.ledger();
                        return ledger.count(Outcome.RESET_BEFORE_ANSWER)
                                        + ledger.count(Outcome.RESET_IN_CONNECT)
                                > 0;
                    });
            var ledger = load.stop();
            System.out.println("plain SO_REUSEPORT, listeners that close: " + ledger.summary());
            assertThat(ledger.balances()).isTrue();
            assertThat(ledger.answered()).isPositive();
            assertThat(ledger.count(Outcome.WRONG_ANSWER) + ledger.count(Outcome.CLIENT_FAILED))
                    .isZero();
        }
    }
}
