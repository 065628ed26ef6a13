package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random masters on a made-up kernel, which runs the program that it is given. */
final class GroupRandomTest {

    private static final int STEPS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void connectionsArriveWhereTheyShould(long seed) {
        var random = new Random(seed);
        var kernel = new MadeUpKernel(random);
        var play = new GroupPlay(kernel, random);
        for (int step = 0; step < STEPS; step++) {
            play.step();
            assertThat(play.group().listeners())
                    .extracting(Listener::descriptor)
                    .containsExactlyElementsOf(
                            kernel.order().stream().map(Listener::descriptor).toList());
        }
    }
}
