package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.options.OptionException;
import io.clutch.options.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=n,address=localhost:5005",
                "-Xrunjdwp:transport=dt_socket",
                "-agentpath:/opt/jdk/lib/libjdwp.so=transport=dt_socket"
            })
    void underADebuggerNobodyHangsUnlessSomebodySaysSo(String debugger) throws OptionException {
        assertThat(rules("workers=2", "-Xmx1g", debugger).hangTimeout()).isZero();
        assertThat(rules("hang-timeout=60s", debugger).hangTimeout())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void otherwiseTheOptionsHold() throws OptionException {
        var rules = rules("ready=http:/x,reload-parallel=3", "-agentlib:hprof", "-Djdwp=1");

        assertThat(rules.hangTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(rules.ready()).isPresent();
        assertThat(rules.reloadParallel()).isEqualTo(3);
    }

    private static Rules rules(String options, String... jvmOptions) throws OptionException {
        return Rules.of(
                Options.parse(List.of(options), Map.of(), Map.of(), 2), List.of(jvmOptions));
    }
}
