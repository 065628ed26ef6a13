package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "worker, workers",
        "wrokers, workers",
        "WORKERS, workers",
        "max_failures, max-failures",
        "maxfailures, max-failures",
        "shutdown, on-shutdown",
        "redy-timeout, ready-timeout",
        "redy, ready",
        "reload_paralel, reload-parallel",
        "hangtimeout, hang-timeout",
        "lgo, log",
        "nmae, name",
        "grece, grace",
        "back-off, backoff"
    })
    void aSlipIsRecognised(String given, String meant) {
        assertThat(Nearest.to(given)).map(Option::key).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "port", "ports", "balance", "steering", "foo"})
    void whatIsLikeNoneIsNotGuessed(String given) {
        assertThat(Nearest.to(given)).isEmpty();
    }

    @Test
    void distanceCountsEdits() {
        assertThat(Nearest.distance("", "")).isZero();
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
        assertThat(Nearest.distance("abc", "acb")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }
}
