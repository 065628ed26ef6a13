package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.cli.Rig.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, wrong usage and the completion script. */
@Timeout(60)
final class UsageTest {

    @TempDir Path base;
    @TempDir Path proc;
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(base, proc);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void wrongUsageHasStatus2AndOneHint() {
        assertThat(rig.run())
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                """
                                clutch: a command is missing
                                Try 'java -jar clutch.jar --help'.
                                """));
        assertThat(rig.run("sttus").err())
                .isEqualTo(
                        """
                        clutch: Unmatched argument at index 0: 'sttus'
                        Did you mean: java -jar clutch.jar status or java -jar clutch.jar stop?
                        """);
        assertThat(rig.run("scale").status()).isEqualTo(2);
        assertThat(rig.run("scale", "0").err())
                .startsWith(
                        "clutch: N is 0 and must be 1 to 254; to end the cluster use stop\nTry");
        assertThat(rig.run("scale", "many").status()).isEqualTo(2);
        assertThat(rig.run("status", "app").status()).isEqualTo(2);
        assertThat(rig.run("status", "--frob").status()).isEqualTo(2);
        assertThat(rig.run("stop", "--now=maybe").status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale --json", "scale 255 --json", "--json frob", "status --json 1 2"})
    void wrongUsageAsJsonIsOneObject(String arguments) {
        Ended ended = rig.run(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.json().get("ok").getAsBoolean()).isFalse();
        assertThat(ended.json().get("status").getAsInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status", "list", "reload", "scale", "stop", "version"})
    void helpTeachesAndFitsTheScreen(String command) {
        Ended ended = rig.run((command + " --help").strip().split(" "));

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .startsWith("Usage: java -jar clutch.jar " + command)
                .containsPattern("Examples?:")
                .contains("Exit status:", "3   no such master");
        assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void theCompletionScriptIsForAnAlias() {
        Ended ended = rig.run("generate-completion");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("complete -F _complete_clutch").contains("reload");
    }
}
