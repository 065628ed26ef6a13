package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "PT-1S, 0s",
        "PT0.9S, 0s",
        "PT59.9S, 59s",
        "PT1M, 1m",
        "PT59M59S, 59m",
        "PT1H, 1h00m",
        "PT2H13M, 2h13m",
        "PT23H59M, 23h59m",
        "P1D, 1d00h",
        "P400DT5H, 400d05h"
    })
    void twoUnitsAtMost(Duration time, String text) {
        assertThat(Span.text(time)).isEqualTo(text);
    }
}
