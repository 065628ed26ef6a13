package io.clutch.listen;

import io.clutch.posix.Posix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random masters on the real kernel: the model of its order must be right. */
final class SteeringRandomTest {

    private static final int STEPS = 350;

    private final Posix posix = PosixForTests.get();

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 127.0.0.1, 1",
        "0.0.0.0, 127.0.0.1, 2",
        "127.0.0.1, 127.0.0.1, 3",
        "::, 127.0.0.1 ::1, 4",
        "::, 127.0.0.1 ::1, 5",
        "::1, ::1, 6"
    })
    void connectionsArriveWhereTheyShould(String boundTo, String addresses, long seed) {
        Assumptions.assumeTrue(!boundTo.contains(":") || Ipv6.isThere(), "no IPv6 here");
        var random = new Random(seed);
        try (var kernel = new RealKernel(posix, boundTo, Arrays.asList(addresses.split(" ")))) {
            var play = new GroupPlay(kernel, random);
            for (int step = 0; step < STEPS; step++) {
                play.step();
            }
        }
    }
}
