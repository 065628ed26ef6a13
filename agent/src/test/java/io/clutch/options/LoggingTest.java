package io.clutch.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** slf4j is initialised once per JVM, so every test has a JVM of its own. */
class LoggingTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    @TempDir Path directory;

    @Test
    void aLineHasTimeLevelAndName() throws Exception {
        assertThat(run("info").stderr())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).matches(TIME + "WARN clutch - told"),
                        line -> assertThat(line).matches(TIME + "INFO clutch - told, größer"));
    }

    @Test
    void theLevelDecidesWhatIsWritten() throws Exception {
        assertThat(run("off").stderr()).isEmpty();
        assertThat(run("warn").stderr()).hasSize(1);
        assertThat(run("trace").stderr()).hasSize(4);
    }

    @Test
    void propertiesLoaderAndStreamsAreAsBefore() throws Exception {
        // The program compares and says so.
        assertThat(run("info").stdout()).containsExactly("as before");
        assertThat(
                        run(
                                        "info",
                                        "-Dslf4j.provider=no.such.Provider",
                                        "-Dslf4j.internal.verbosity=INFO")
                                .stdout())
                .containsExactly("as before");
    }

    @Test
    void theApplicationsSettingsOfItsOwnSlf4jDoNotCount() throws Exception {
        var run =
                run(
                        "info",
                        "-Dslf4j.provider=no.such.Provider",
                        "-Dslf4j.internal.report.stream=stdout",
                        "-Dslf4j.internal.verbosity=INFO");
        assertThat(run.stderr()).hasSize(2);
    }

    @Test
    void theApplicationsPropertiesFileIsNotRead() throws Exception {
        // Not even Properties can read this one.
        Files.writeString(directory.resolve("simplelogger.properties"), "x=\\u00zz\n");
        assertThat(run("info").stderr()).hasSize(2);
    }

    @Test
    void theLogReachesTheOriginalStandardErrorWhateverTheApplicationHasSet() throws Exception {
        var run = run("info", "-Dreplace=true");
        assertThat(run.stderr()).hasSize(2);
        assertThat(run.stdout()).containsExactly("as before", "replaced stream got: nothing");
    }

    @Test
    void theApplicationMayStillChooseItsTimeZone() throws Exception {
        assertThat(run("info", "-Dzone=Asia/Tokyo").stdout())
                .containsExactly("as before", "Asia/Tokyo");
        assertThat(run("info", "-Duser.timezone=Asia/Seoul").stdout()).containsExactly("as before");
    }

    private Run run(String level, String... jvmOptions) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(
                List.of(
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.stderr.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-cp"));
        command.add(directory + ":" + System.getProperty("java.class.path"));
        command.addAll(List.of(Program.class.getName(), level));
        var stdout = directory.resolve("stdout").toFile();
        var stderr = directory.resolve("stderr").toFile();
        var process =
                new ProcessBuilder(command).redirectOutput(stdout).redirectError(stderr).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(
                Files.readAllLines(stdout.toPath(), UTF_8),
                Files.readAllLines(stderr.toPath(), UTF_8).stream()
                        .filter(line -> !line.startsWith("Picked up "))
                        .toList());
    }

    private record Run(List<String> stdout, List<String> stderr) {}

    /** Configures the log and writes to it. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            var replaced = new ByteArrayOutputStream();
            if (Boolean.getBoolean("replace")) {
                System.setErr(new PrintStream(replaced, true, UTF_8));
            }
            var properties = new TreeMap<Object, Object>(System.getProperties());
            var loader = Thread.currentThread().getContextClassLoader();
            var err = System.err;
            Logging.configure(LogLevel.of(arguments[0]));
            boolean same =
                    properties.equals(new TreeMap<Object, Object>(System.getProperties()))
                            && loader == Thread.currentThread().getContextClassLoader()
                            && err == System.err;
            System.out.println(same ? "as before" : "changed");
            if (System.getProperty("zone") != null) {
                System.setProperty("user.timezone", System.getProperty("zone"));
                System.out.println(TimeZone.getDefault().getID());
            }
            var log = LoggerFactory.getLogger(Logging.LOGGER);
            log.trace("told");
            log.debug("told");
            log.warn("told");
            log.info("told, größer");
            Logging.configure(LogLevel.OFF);
            if (Boolean.getBoolean("replace")) {
                System.out.println(
                        "replaced stream got: "
                                + (replaced.size() == 0 ? "nothing" : replaced.toString(UTF_8)));
            }
        }
    }
}
