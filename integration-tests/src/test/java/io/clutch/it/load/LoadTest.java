package io.clutch.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.load.FaultyServer.Fault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load client sees every fault, and calls it by its name. */
class LoadTest {

    private static final int REQUESTS = 500;

    /** One request in so many goes wrong. */
    private static final int EVERY = 100;

    @Test
    void healthyServerLosesNothing() throws Exception {
        try (var server = new FaultyServer(Fault.NONE, EVERY)) {
            var fresh = Load.run(plan(server.port()));
            assertThat(fresh.answered()).as(fresh.toString()).isEqualTo(REQUESTS);
            assertThat(fresh.connections()).isEqualTo(REQUESTS);
            var kept = Load.run(plan(server.port()).withKeepAlive());
            assertThat(kept.answered()).as(kept.toString()).isEqualTo(REQUESTS);
            assertThat(kept.connections()).isEqualTo(8);
            assertThat(fresh.losses() + kept.losses()).isZero();
            assertThat(fresh.balances() && kept.balances()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RESET_WITHOUT_ANSWER, RESET_BEFORE_ANSWER",
        "CLOSE_WITHOUT_ANSWER, END_BEFORE_ANSWER",
        "HALF_ANSWER_THEN_CLOSE, END_IN_ANSWER",
        "HALF_ANSWER_THEN_RESET, RESET_IN_ANSWER",
        "HALF_ANSWER_THEN_SILENCE, TIMEOUT_IN_ANSWER",
        "SILENCE, TIMEOUT_BEFORE_ANSWER",
        "ANSWER_TO_ANOTHER_REQUEST, WRONG_ANSWER",
        "STATUS_500, WRONG_ANSWER",
        "NO_HTTP, WRONG_ANSWER",
        "TOO_LONG_ANSWER, WRONG_ANSWER",
        "CLOSE_LATE_WITHOUT_ANSWER, END_BEFORE_ANSWER",
    })
    void faultOnNewConnectionIsCountedUnderItsName(Fault fault, Outcome outcome) throws Exception {
        try (var server = new FaultyServer(fault, EVERY)) {
            var ledger = Load.run(plan(server.port()));
            assertThat(server.faults()).isEqualTo(REQUESTS / EVERY);
            assertCounted(ledger, outcome, server.faults());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HALF_ANSWER_THEN_CLOSE, END_IN_ANSWER",
        "HALF_ANSWER_THEN_SILENCE, TIMEOUT_IN_ANSWER",
        "SILENCE, TIMEOUT_BEFORE_ANSWER",
        "ANSWER_TO_ANOTHER_REQUEST, WRONG_ANSWER",
        "CLOSE_LATE_WITHOUT_ANSWER, CUT_IN_PROGRESS",
    })
    void faultOnReusedConnectionIsCountedUnderItsName(Fault fault, Outcome outcome)
            throws Exception {
        try (var server = new FaultyServer(fault, EVERY)) {
            var ledger = Load.run(plan(server.port()).withKeepAlive());
            assertCounted(ledger, outcome, server.faults());
            assertThat(ledger.failures())
                    .allSatisfy(failure -> assertThat(failure.before()).isPositive());
        }
    }

    @Test
    void requestThatMeetsAClosedConnectionIsStaleAndNoLoss() throws Exception {
        try (var server = new FaultyServer(Fault.CLOSE_AFTER_ANSWER, 10)) {
            var ledger = Load.run(plan(server.port()).withKeepAlive());
            assertThat(ledger.count(Outcome.STALE)).as(ledger.toString()).isPositive();
            assertThat(ledger.losses()).as(ledger.toString()).isZero();
            assertThat(ledger.balances()).isTrue();
        }
    }

    @Test
    void connectionThatIsClosedWhileItRestsIsNoFailure() throws Exception {
        try (var server = new FaultyServer(Fault.CLOSE_AFTER_ANSWER, 1)) {
            var plan =
                    plan(server.port())
                            .withKeepAlive()
                            .withRequests(20)
                            .withThink(Duration.ofSeconds(1));
            var ledger = Load.run(plan);
            assertThat(ledger.answered()).as(ledger.toString()).isEqualTo(20);
            assertThat(ledger.closedIdle()).isPositive();
        }
    }

    @Test
    void portThatNobodyListensOnIsRefused() throws Exception {
        int port;
        try (var server = new FaultyServer(Fault.NONE, EVERY)) {
            port = server.port();
        }
        var ledger = Load.run(plan(port).withRequests(50));
        assertThat(ledger.count(Outcome.REFUSED)).as(ledger.toString()).isEqualTo(50);
        assertThat(ledger.balances()).isTrue();
    }

    @Test
    void listenerThatAcceptsNothingTimesOut() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var plan =
                    plan(server.getLocalPort())
                            .withAddresses(1)
                            .withRequests(8)
                            .withTimeout(Duration.ofMillis(500));
            var ledger = Load.run(plan);
            assertThat(ledger.count(Outcome.TIMEOUT_IN_CONNECT)).as(ledger.toString()).isPositive();
            assertThat(ledger.losses()).isEqualTo(8);
        }
    }

    @Test
    void rateIsKeptAndRequestsAreDueOnTime() throws Exception {
        try (var server = new FaultyServer(Fault.NONE, EVERY)) {
            var begin = System.nanoTime();
            var ledger = Load.run(plan(server.port()).withRate(1000));
            // The last one is due 499 ms after the first.
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(490_000_000L);
            assertThat(ledger.answered()).isEqualTo(REQUESTS);
        }
    }

    @Test
    void manyAddressesAndLanesAnswerAsOne() throws Exception {
        try (var server = new FaultyServer(Fault.NONE, EVERY)) {
            var ledger = Load.run(plan(server.port()).withAddresses(300).withLanes(2));
            assertThat(ledger.answered()).as(ledger.toString()).isEqualTo(REQUESTS);
        }
    }

    private static LoadPlan plan(int port) {
        return LoadPlan.on(port)
                .withConnections(8)
                .withRequests(REQUESTS)
                .withTimeout(Duration.ofSeconds(2));
    }

    private static void assertCounted(Ledger ledger, Outcome outcome, int number) {
        assertThat(ledger.count(outcome)).as(ledger.toString()).isEqualTo(number).isPositive();
        assertThat(ledger.losses()).as(ledger.toString()).isEqualTo(number);
        assertThat(ledger.answered()).isEqualTo(REQUESTS - number);
        assertThat(ledger.failures()).hasSize(number);
        assertThat(ledger.balances()).isTrue();
    }
}
