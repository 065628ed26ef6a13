package io.clutch.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what other processes do: by polling, with a deadline. */
final class Await {

    /** Enough for a JVM to start on a busy machine of two cores. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(50);

    private Await() {}

    /** Waits until the condition holds. */
    static void until(String what, Callable<Boolean> condition) {
        until(what, DEADLINE, condition);
    }

    /** Waits until the condition holds, with a deadline of its own. */
    static void until(String what, Duration deadline, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(deadline)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** Waits until the assertions hold. */
    static void untilAsserted(String what, ThrowingRunnable assertions) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .untilAsserted(assertions);
    }

    /** Holds the test until the condition has held for the whole duration. */
    static void during(String what, Duration duration, Callable<Boolean> condition) {
        Awaitility.await(what)
                .during(duration)
                .atMost(duration.plus(duration).plusSeconds(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }
}
