package io.clutch.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentArgumentsTest {

    @Test
    void emptyTextSetsNothing() throws OptionException {
        assertThat(AgentArguments.parse("")).isEmpty();
        assertThat(AgentArguments.parse(" , ,")).isEmpty();
    }

    @Test
    void partsStandBetweenCommas() throws OptionException {
        assertThat(AgentArguments.parse("workers=4, log = debug,,enabled,"))
                .isEqualTo(Map.of(Option.WORKERS, "4", Option.LOG, "debug", Option.ENABLED, ""));
    }

    @Test
    void anEscapedCommaBelongsToTheValue() throws OptionException {
        assertThat(AgentArguments.parse("dir=/tmp/a\\,b\\,,workers=2"))
                .isEqualTo(Map.of(Option.DIR, "/tmp/a,b,", Option.WORKERS, "2"));
    }

    @Test
    void anyOtherBackslashStandsForItself() throws OptionException {
        assertThat(AgentArguments.parse("dir=a\\b\\\\")).isEqualTo(Map.of(Option.DIR, "a\\b\\\\"));
    }

    @Test
    void onlyTheFirstEqualsSignSeparates() throws OptionException {
        assertThat(AgentArguments.parse("dir=a=b=")).isEqualTo(Map.of(Option.DIR, "a=b="));
    }

    @Test
    void theLastOfTwoValuesHolds() throws OptionException {
        assertThat(AgentArguments.parse("workers=1,workers=2"))
                .isEqualTo(Map.of(Option.WORKERS, "2"));
    }

    @Test
    void aNamelessValueIsRefused() {
        assertThatThrownBy(() -> AgentArguments.parse("=4"))
                .message()
                .startsWith(
                        "clutch: unknown option '' in the agent arguments; known options:"
                                + " workers, ");
    }

    @Test
    void namesAreWrittenInLowerCase() {
        assertThatThrownBy(() -> AgentArguments.parse("Workers=4"))
                .message()
                .startsWith(
                        "clutch: unknown option 'Workers' in the agent arguments (did you mean"
                                + " 'workers'?); ");
    }
}
