package io.clutch.it;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills, pauses, hangs, reloads and scales at random under load lose nothing but what a killed
 * process had accepted. {@code mvn -Pchaos verify} runs the long form; {@code chaos.seconds},
 * {@code chaos.seed} and {@code chaos.rate} are its properties.
 */
class ChaosTest {

    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final long FIXED_SEED = 20_261_125;

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> shortRuns() {
        return Stream.of(
                Arguments.of(Stack.WIREMOCK, Jdks.newest(), FIXED_SEED),
                Arguments.of(Stack.JDK_HTTP, Jdks.oldest(), FIXED_SEED),
                Arguments.of(Stack.JDK_HTTP, Jdks.newest(), randomSeed()),
                Arguments.of(Stack.WIREMOCK, Jdks.oldest(), randomSeed()));
    }

    @ParameterizedTest(name = "{0} on {1}, seed {2}")
    @MethodSource("shortRuns")
    void nothingIsLost(Stack stack, Jdk jdk, long seed) throws Exception {
        new ChaosRun(bench, stack, jdk, seed, SHORT, 150).judge();
    }

    @Tag("chaos")
    @ParameterizedTest
    @EnumSource
    void nothingIsLostFor(Stack stack) throws Exception {
        var seed = Long.getLong("chaos.seed", randomSeed());
        var duration = Duration.ofSeconds(Long.getLong("chaos.seconds", 60));
        var rate = Integer.getInteger("chaos.rate", 400);
        for (var jdk : Jdks.all()) {
            new ChaosRun(bench, stack, jdk, seed, duration, rate)
                    .withHangs(Duration.ofSeconds(10))
                    .judge();
        }
    }

    private static long randomSeed() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }
}
