package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final int CPUS = 6;

    @Test
    void nothingGivenMeansDefaults() throws OptionException {
        var options = parse("");
        assertThat(options.workers()).isEqualTo(CPUS);
        assertThat(options.enabled()).isTrue();
        assertThat(options.start()).isEqualTo(Start.FIRST);
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.ready()).isEmpty();
        assertThat(options.readyTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.reloadParallel()).isEqualTo(1);
        assertThat(options.hangTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.maxFailures()).isEqualTo(10);
        assertThat(options.backoff())
                .isEqualTo(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30)));
        assertThat(options.name()).isEmpty();
        assertThat(options.log()).isEqualTo(LogLevel.INFO);
        assertThat(options.onShutdown()).isEmpty();
        assertThat(options.dir()).isEmpty();
        assertThat(options.nativeDir()).isEmpty();
    }

    @Test
    void everyOptionIsRead() throws OptionException {
        var options =
                parse(
                        "workers=4,enabled=false,start=together,grace=5s,ready=http:8081/health?a=b,"
                            + "ready-timeout=2m,reload-parallel=2,hang-timeout=0,max-failures=3,backoff=1s..1m,"
                            + "name=shop.a_b-1,log=debug,on-shutdown=com.acme.Boot$Inner#stop,dir=/run/clutch,"
                            + "native-dir=/opt/clutch");
        assertThat(options.workers()).isEqualTo(4);
        assertThat(options.enabled()).isFalse();
        assertThat(options.start()).isEqualTo(Start.TOGETHER);
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.ready()).contains(new ReadyCheck(8081, "/health?a=b"));
        assertThat(options.readyTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.reloadParallel()).isEqualTo(2);
        assertThat(options.hangTimeout()).isEqualTo(Duration.ZERO);
        assertThat(options.maxFailures()).isEqualTo(3);
        assertThat(options.backoff())
                .isEqualTo(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)));
        assertThat(options.name()).isEqualTo("shop.a_b-1");
        assertThat(options.log()).isEqualTo(LogLevel.DEBUG);
        assertThat(options.onShutdown()).contains("com.acme.Boot$Inner#stop");
        assertThat(options.dir()).contains(Path.of("/run/clutch"));
        assertThat(options.nativeDir()).contains(Path.of("/opt/clutch"));
    }

    @Test
    void systemPropertyWinsOverEnvironmentOverAgentArgumentsOverDefault() throws OptionException {
        var arguments = List.of("workers=1,grace=1,max-failures=1");
        var environment = Map.of("CLUTCH_WORKERS", "2", "CLUTCH_GRACE", "2");
        var options = Options.parse(arguments, environment, Map.of("clutch.workers", "3"), CPUS);
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.maxFailures()).isEqualTo(1);
        assertThat(options.log()).isEqualTo(LogLevel.INFO);
        assertThat(options.settings())
                .hasSize(Option.values().length)
                .contains(
                        new Setting(Option.WORKERS, "3", Source.SYSTEM_PROPERTY),
                        new Setting(Option.GRACE, "2", Source.ENVIRONMENT),
                        new Setting(Option.MAX_FAILURES, "1", Source.AGENT_ARGUMENTS),
                        new Setting(Option.LOG, "info", Source.DEFAULT));
    }

    @Test
    void laterAgentArgumentsWinKeyByKey() throws OptionException {
        var options = parse("workers=2,grace=1s,workers=3", "", "grace=9s");
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aSettingSaysItsSource() throws OptionException {
        var options =
                Options.parse(
                        List.of("grace=5s"),
                        Map.of("CLUTCH_MAX_FAILURES", "4"),
                        Map.of("clutch.log", "debug"),
                        CPUS);
        assertThat(options.settings())
                .map(Setting::toString)
                .contains(
                        "workers=auto by default",
                        "grace=5s in the agent arguments",
                        "max-failures=4 in the environment variable CLUTCH_MAX_FAILURES",
                        "log=debug in the system property -Dclutch.log");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "254, 254",
        "007, 7",
        "auto, 6",
        "50%, 3",
        "1%, 1",
        "99%, 5",
        "100%, 6",
        "1000%, 60"
    })
    void workersAreANumberAutoOrAShareOfTheCpus(String text, int workers) throws OptionException {
        assertThat(parse("workers=" + text).workers()).isEqualTo(workers);
    }

    @Test
    void aHugeMachineGetsNoMoreWorkersThanThereCanBeSlots() throws OptionException {
        assertThat(Options.parse(List.of(), Map.of(), Map.of(), 384).workers()).isEqualTo(254);
        assertThat(Options.parse(List.of("workers=1000%"), Map.of(), Map.of(), 384).workers())
                .isEqualTo(254);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "+1",
                "255",
                "100000",
                "99999999999999999999",
                "abc",
                "1.5",
                "0x4",
                "٤",
                "0%",
                "1001%",
                "%",
                "-5%",
                "5 %",
                "Auto",
                "four",
                "4 4"
            })
    void workersOutOfBoundsAreRefused(String text) {
        assertThatThrownBy(() -> parse("workers=" + text))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "clutch: option 'workers' is '%s' in the agent arguments; allowed: 0 to 254, auto, 1%% to 1000%%"
                                .formatted(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled=maybe | option 'enabled' is 'maybe' in the agent arguments; allowed: true,"
                        + " false",
                "start=frist | option 'start' is 'frist' in the agent arguments; allowed: first,"
                        + " together",
                "start=FIRST | option 'start' is 'FIRST' in the agent arguments; allowed: first,"
                        + " together",
                "max-failures=0 | option 'max-failures' is '0' in the agent arguments; allowed: 1"
                        + " to 1000000",
                "max-failures=1000001 | option 'max-failures' is '1000001' in the agent arguments;"
                        + " allowed: 1 to 1000000",
                "reload-parallel=0 | option 'reload-parallel' is '0' in the agent arguments;"
                        + " allowed: 1 to 254",
                "reload-parallel=255 | option 'reload-parallel' is '255' in the agent arguments;"
                        + " allowed: 1 to 254",
                "log=loud | option 'log' is 'loud' in the agent arguments; allowed: off, error,"
                        + " warn, info, debug, trace",
                "name=a/b | option 'name' is 'a/b' in the agent arguments; allowed: letters,"
                        + " digits, . _ - (1 to 64 of them)",
                "name=a b | option 'name' is 'a b' in the agent arguments; allowed: letters,"
                        + " digits, . _ - (1 to 64 of them)",
                "on-shutdown=stop | option 'on-shutdown' is 'stop' in the agent arguments; allowed:"
                        + " Class#method",
                "on-shutdown=A#b() | option 'on-shutdown' is 'A#b()' in the agent arguments;"
                        + " allowed: Class#method",
                "on-shutdown=a..B#c | option 'on-shutdown' is 'a..B#c' in the agent arguments;"
                        + " allowed: Class#method",
                "on-shutdown=A# | option 'on-shutdown' is 'A#' in the agent arguments; allowed:"
                        + " Class#method",
                "on-shutdown=#b | option 'on-shutdown' is '#b' in the agent arguments; allowed:"
                        + " Class#method",
                "on-shutdown=1A#b | option 'on-shutdown' is '1A#b' in the agent arguments; allowed:"
                        + " Class#method",
                "on-shutdown=A#b#c | option 'on-shutdown' is 'A#b#c' in the agent arguments;"
                        + " allowed: Class#method",
                "workers | option 'workers' has no value in the agent arguments; allowed: 0 to 254,"
                        + " auto, 1% to 1000%",
                "workers= | option 'workers' has no value in the agent arguments; allowed: 0 to"
                        + " 254, auto, 1% to 1000%",
                "name= | option 'name' has no value in the agent arguments; allowed: letters,"
                        + " digits, . _ - (1 to 64 of them)",
                "on-shutdown | option 'on-shutdown' has no value in the agent arguments; allowed:"
                        + " Class#method",
                "dir= | option 'dir' has no value in the agent arguments; allowed: a directory",
            })
    void aBadValueIsRefusedInOneLine(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(OptionException.class)
                .hasMessage("clutch: " + message);
    }

    @Test
    void aNameHasAtMost64Characters() throws OptionException {
        assertThat(parse("name=" + "x".repeat(64)).name()).hasSize(64);
        assertThatThrownBy(() -> parse("name=" + "x".repeat(65)))
                .isInstanceOf(OptionException.class);
    }

    @Test
    void aDirectoryThatNoPathCanNameIsRefused() {
        assertThatThrownBy(() -> parse("dir=a\0b"))
                .hasMessage(
                        "clutch: option 'dir' is 'a\\x00b' in the agent arguments; allowed: a"
                                + " directory");
    }

    @Test
    void aRelativeDirectoryIsRelativeToTheWorkingDirectory() throws OptionException {
        assertThat(parse("dir=run").dir()).contains(Path.of("run").toAbsolutePath());
    }

    @Test
    void aBooleanThatIsOnlyNamedIsTrue() throws OptionException {
        assertThat(parse("enabled=false", "enabled").enabled()).isTrue();
        assertThat(
                        Options.parse(
                                        List.of("enabled=false"),
                                        Map.of(),
                                        Map.of("clutch.enabled", ""),
                                        1)
                                .enabled())
                .isTrue();
    }

    @Test
    void aBadValueNamesTheVariableOrPropertyThatHoldsIt() {
        assertThatThrownBy(
                        () ->
                                Options.parse(
                                        List.of(),
                                        Map.of("CLUTCH_MAX_FAILURES", "none"),
                                        Map.of(),
                                        1))
                .hasMessage(
                        "clutch: option 'max-failures' is 'none' in the environment variable"
                                + " CLUTCH_MAX_FAILURES; allowed: 1 to 1000000");
        assertThatThrownBy(
                        () -> Options.parse(List.of(), Map.of(), Map.of("clutch.workers", ""), 1))
                .hasMessage(
                        "clutch: option 'workers' has no value in the system property"
                                + " -Dclutch.workers; allowed: 0 to 254, auto, 1% to 1000%");
    }

    @Test
    void aBadValueThatIsOverriddenDoesNoHarm() throws OptionException {
        var options =
                Options.parse(List.of("workers=abc"), Map.of("CLUTCH_WORKERS", "2"), Map.of(), 1);
        assertThat(options.workers()).isEqualTo(2);
    }

    @Test
    void aMessageStaysOneLineOfBearableLength() {
        assertThatThrownBy(() -> parse("workers=a\nb\u001b[31m" + "x".repeat(10_000)))
                .message()
                .hasLineCount(1)
                .contains("'a\\nb\\x1b[31mxxx")
                .hasSizeLessThan(400);
    }

    @Test
    void anUnknownAgentArgumentNamesTheNearestOptionAndAllKnownOnes() {
        assertThatThrownBy(() -> parse("worker=4"))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "clutch: unknown option 'worker' in the agent arguments (did you mean"
                            + " 'workers'?); known options: workers, enabled, start, grace, ready,"
                            + " ready-timeout, reload-parallel, hang-timeout, max-failures,"
                            + " backoff, name, log, on-shutdown, dir, native-dir");
    }

    @Test
    void anUnknownAgentArgumentLikeNoneIsNotGuessed() {
        assertThatThrownBy(() -> parse("colour=red"))
                .message()
                .startsWith(
                        "clutch: unknown option 'colour' in the agent arguments; known options:"
                                + " workers, ");
    }

    @Test
    void anUnknownSystemPropertyIsRefused() {
        assertThatThrownBy(
                        () ->
                                Options.parse(
                                        List.of(), Map.of(), Map.of("clutch.maxFailures", "4"), 1))
                .message()
                .startsWith(
                        "clutch: unknown option 'maxFailures' in the system property"
                            + " -Dclutch.maxFailures (did you mean 'max-failures'?); known options:"
                            + " ");
    }

    @Test
    void theMarksOfAWorkerAndOtherPropertiesAreNoOptions() throws OptionException {
        var properties =
                Map.of(
                        "clutch.worker",
                        "2/4",
                        "clutch.slot",
                        "2",
                        "clutchx",
                        "1",
                        "java.home",
                        "/x");
        assertThat(Options.parse(List.of(), Map.of(), properties, 2).workers()).isEqualTo(2);
    }

    @Test
    void unknownAndEmptyEnvironmentVariablesAreIgnored() throws OptionException {
        var environment =
                Map.of(
                        "CLUTCH_SERVICE_HOST",
                        "10.0.0.1",
                        "CLUTCH_PORT",
                        "tcp://10.0.0.1:80",
                        "CLUTCH_WORKERS",
                        "");
        assertThat(Options.parse(List.of("workers=3"), environment, Map.of(), 1).workers())
                .isEqualTo(3);
    }

    private static Options parse(String... agentArguments) throws OptionException {
        return Options.parse(List.of(agentArguments), Map.of(), Map.of(), CPUS);
    }
}
