package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.options.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RestartPolicyTest {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    @Test
    void theFirstTimeIsAtOnceThenTheLimitDoubles() {
        assertThat(delays(0.999999, 12))
                .containsExactly(
                        0, 199, 399, 799, 1599, 3199, 6399, 12799, 25599, 29999, 29999, 29999);
    }

    @Test
    void noWaitIsShorterThanTheShortest() {
        assertThat(delays(0, 6)).containsExactly(0, 100, 100, 100, 100, 100);
    }

    @Test
    void theWaitIsDrawnFromAllInBetween() {
        assertThat(delays(0.5, 4)).containsExactly(0, 150, 250, 450);
    }

    @Test
    void aMinuteOfHealthForgets() {
        var policy = new RestartPolicy(BACKOFF, always(0.5));
        policy.nextDelay();
        policy.nextDelay();
        policy.ended(Duration.ofSeconds(59).toNanos());
        assertThat(policy.nextDelay()).isPositive();
        policy.ended(Duration.ofSeconds(60).toNanos());
        assertThat(policy.nextDelay()).isZero();
    }

    @Test
    void itNeverOverflows() {
        var policy =
                new RestartPolicy(
                        new Backoff(Duration.ofMillis(1), Duration.ofDays(365)), always(0.99));
        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.nextDelay()).isBetween(0L, Duration.ofDays(365).toNanos());
        }
    }

    private static long[] delays(double random, int count) {
        var policy = new RestartPolicy(BACKOFF, always(random));
        return LongStream.generate(policy::nextDelay)
                .limit(count)
                .map(nanos -> nanos / 1_000_000)
                .toArray();
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError();
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
