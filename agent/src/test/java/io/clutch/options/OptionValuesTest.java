package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the values of options are read: lengths of time, and what consists of several parts. */
class OptionValuesTest {

    private static final int CPUS = 6;

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "2m, PT2M",
        "1h, PT1H",
        "45, PT45S",
        "0, PT0S",
        "0ms, PT0S",
        "24h, PT24H",
        "86400, PT24H"
    })
    void aDurationHasAUnitOrIsInSeconds(String text, Duration duration) throws OptionException {
        assertThat(parse("grace=" + text).grace()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5s",
                "1 s",
                "s",
                "30S",
                "30sec",
                "25h",
                "86401",
                "1d",
                "PT30S",
                "999999999999999h",
                "forever"
            })
    void aBadDurationIsRefused(String text) {
        assertThatThrownBy(() -> parse("grace=" + text))
                .hasMessage(
                        "clutch: option 'grace' is '%s' in the agent arguments; allowed: 0 to 24h"
                                .formatted(text));
    }

    @Test
    void readyTimeoutIsNeverZero() {
        assertThatThrownBy(() -> parse("ready-timeout=0"))
                .hasMessage(
                        "clutch: option 'ready-timeout' is '0' in the agent arguments; allowed: 1ms"
                                + " to 24h");
    }

    @Test
    void aReadyCheckHasAPathAndPerhapsAPort() throws OptionException {
        assertThat(parse("ready=listen").ready()).isEmpty();
        assertThat(parse("ready=http:/").ready()).contains(new ReadyCheck(0, "/"));
        assertThat(parse("ready=http:/a/b?c=1\\,2&d=%20").ready())
                .contains(new ReadyCheck(0, "/a/b?c=1,2&d=%20"));
        assertThat(parse("ready=http:65535/x").ready()).contains(new ReadyCheck(65_535, "/x"));
        assertThat(new ReadyCheck(0, "/x")).hasToString("GET /x");
        assertThat(new ReadyCheck(81, "/x")).hasToString("GET /x on port 81");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Listen",
                "http",
                "http:",
                "http:health",
                "http:8080",
                "http:0/x",
                "http:65536/x",
                "http:99999999999999/x",
                "http:-1/x",
                "http://localhost:8080/health",
                "https:/health",
                "http:/a b",
                "http:/a\tb",
                "http:/größe",
                "http:/x#y",
                "/health"
            })
    void aBadReadyCheckIsRefused(String text) {
        assertThatThrownBy(() -> parse("ready=" + text))
                .isInstanceOf(OptionException.class)
                .message()
                .startsWith("clutch: option 'ready' is '")
                .endsWith("in the agent arguments; allowed: listen, http:/path, http:PORT/path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "2s", "2999ms", "25h", "never"})
    void aHangTimeoutIsNoneOrMoreThanAHiccup(String text) throws OptionException {
        assertThat(parse("hang-timeout=3s").hangTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThatThrownBy(() -> parse("hang-timeout=" + text))
                .hasMessage(
                        "clutch: option 'hang-timeout' is '%s' in the agent arguments; allowed: 0 (never), 3s to 24h"
                                .formatted(text));
    }

    @Test
    void whatNobodyHasSetIsKnown() throws OptionException {
        var options = parse("hang-timeout=60s");
        assertThat(options.isSet(Option.HANG_TIMEOUT)).isTrue();
        assertThat(options.isSet(Option.GRACE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100ms",
                "..",
                "1s..",
                "..1s",
                "0..1s",
                "30s..1s",
                "1s...2s",
                "1s..2s..3s",
                "a..b"
            })
    void aBadBackoffIsRefused(String text) {
        assertThatThrownBy(() -> parse("backoff=" + text))
                .hasMessage(
                        "clutch: option 'backoff' is '%s' in the agent arguments; allowed: 1ms to 24h, two durations with .. between them"
                                .formatted(text));
    }

    @Test
    void aBackoffMayBeConstant() throws OptionException {
        assertThat(parse("backoff=1s..1s").backoff())
                .isEqualTo(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private static Options parse(String... agentArguments) throws OptionException {
        return Options.parse(List.of(agentArguments), Map.of(), Map.of(), CPUS);
    }
}
