package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.options.OptionException;
import io.clutch.options.Options;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the master's log lines are made of. */
final class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0   | exit status 0",
                "1   | exit status 1",
                "3   | exit status 3",
                "128 | exit status 128",
                "130 | ended by SIGINT (status 130)",
                "134 | aborted by SIGABRT (status 134): the JVM crashed, or its own abort was asked"
                        + " for",
                "137 | killed by SIGKILL (status 137)",
                "139 | crashed by SIGSEGV (status 139)",
                "143 | ended by SIGTERM (status 143)",
                "250 | exit status 250",
            })
    void statuses(int status, String words) {
        assertThat(new ExitReason(false).text(status, false)).isEqualTo(words);
    }

    @Test
    void outOfMemory() {
        assertThat(new ExitReason(true).text(3, false))
                .isEqualTo(
                        "exit status 3, which under -XX:+ExitOnOutOfMemoryError means: out of"
                                + " memory");
        assertThat(new ExitReason(false).text(137, true))
                .isEqualTo(
                        "killed by SIGKILL (status 137), the kernel's out-of-memory killer was"
                                + " active");
        assertThat(new ExitReason(false).text(143, true)).doesNotContain("memory");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "949000000, 0.9 s",
        "119900000000, 119.9 s",
        "150000000000, 2.5 min",
        "9000000000000, 2.5 h",
        "180000000000000, 2.1 days"
    })
    void lengths(long nanos, String words) {
        assertThat(Elapsed.text(nanos)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java -jar /opt/my apps/a b.jar --port 1 | /opt/my apps/a b.jar --port 1 | a b.jar",
                "java -cp x com.example.Main -jar y      | com.example.Main -jar y       |"
                        + " com.example.Main",
                "java -m mod/com.example.Main            | mod/com.example.Main          |"
                        + " com.example.Main",
                "java -m jdk.httpserver -p 0             | jdk.httpserver -p 0           |"
                        + " jdk.httpserver",
                "java /src/H.java                        |"
                        + " jdk.compiler/com.sun.tools.javac.launcher.Main /src/H.java | H.java",
                "java @args                              | app/server.jar                |"
                        + " server.jar",
                "java Odd                                | ''                            | java",
            })
    void names(String commandLine, String mainCommand, String name) {
        // The first has an argument with spaces.
        var arguments =
                List.of(
                        commandLine
                                .replace("/opt/my apps/a b.jar", "/opt/my_apps/a_b.jar")
                                .split(" "));
        arguments = arguments.stream().map(a -> a.replace("my_apps/a_b", "my apps/a b")).toList();

        assertThat(ClusterName.of(arguments, mainCommand)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, port 8080",
        "0:0:0:0:0:0:0:0, port 8080",
        "127.0.0.1, 127.0.0.1:8080",
        "0:0:0:0:0:0:0:1, [0:0:0:0:0:0:0:1]:8080"
    })
    void banner(String address, String place) throws OptionException {
        var options =
                Options.parse(List.of("grace=5s"), Map.of(), Map.of("clutch.workers", "1"), 2);
        var banner = new Banner(new StatusReport.Identity("app.jar", 12, "0.1.0"), options);

        assertThat(banner.text(address, 8080))
                .isEqualTo(
                        "clutch 0.1.0: 1 worker of app.jar on "
                                + place
                                + ", master pid 12 (workers=1 in the system property"
                                + " -Dclutch.workers; start=first, grace=5s)");
    }

    @Test
    void statesOnlyMoveOn() {
        for (var from : WorkerState.values()) {
            for (var to : WorkerState.values()) {
                if (to.compareTo(from) <= 0) {
                    assertThat(from.mayBecome(to)).as("%s to %s", from, to).isFalse();
                }
            }
            assertThat(from.mayBecome(WorkerState.ENDED)).isEqualTo(from != WorkerState.ENDED);
        }
    }
}
