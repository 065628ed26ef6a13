package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionTest {

    @Test
    void oneNameMakesAllOthers() {
        assertThat(Option.MAX_FAILURES.environmentName()).isEqualTo("CLUTCH_MAX_FAILURES");
        assertThat(Option.MAX_FAILURES.propertyName()).isEqualTo("clutch.max-failures");
    }

    @Test
    void theTableHasALineForEveryOption() {
        assertThat(Option.markdownTable().lines())
                .startsWith("| option | default | values | meaning |", "|---|---|---|---|")
                .hasSize(2 + Option.values().length)
                .contains("| `start` | `first` | first, together | " + Option.START.help() + " |");
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAValueThatMayBeGiven(Option option) throws OptionException {
        if (!option.defaultText().isEmpty()) {
            var arguments = List.of(option.key() + "=" + option.defaultText());
            var given = Options.parse(arguments, Map.of(), Map.of(), 2);
            assertThat(given.settings())
                    .contains(new Setting(option, option.defaultText(), Source.AGENT_ARGUMENTS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noTextBreaksTheTable(Option option) {
        assertThat(option.allowed() + option.help()).doesNotContain("|", "\n");
    }
}
