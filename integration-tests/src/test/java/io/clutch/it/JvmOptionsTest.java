package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.clutch.it.apps.Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JVM options that name a file or a port, from wherever they come: each worker has its own. */
class JvmOptionsTest {

    private static final int WORKERS = 3;

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();
    private final int jmx = Ports.freeInARow(WORKERS);

    /** Where options can come from. */
    enum Source {
        COMMAND_LINE,
        ARGUMENT_FILE,
        LONG_ARGUMENT_FILE,
        OPTIONS_FILE,
        JAVA_TOOL_OPTIONS,
        JDK_JAVA_OPTIONS,
        _JAVA_OPTIONS
    }

    static Stream<Arguments> jdksAndSources() {
        return Jdks.all().stream()
                .flatMap(
                        jdk -> Stream.of(Source.values()).map(source -> Arguments.of(jdk, source)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndSources")
    void eachWorkerHasPortsAndFilesOfItsOwn(Jdk jdk, Source source) throws Exception {
        var running =
                launch(jdk, source, options())
                        .start()
                        .awaitListeners(port, WORKERS)
                        .awaitErr("one in each worker: JMX and RMI of JMX " + jmx + " to ");

        for (var worker : running.workers()) {
            var slot = worker.slot();
            assertThat(bench.directory().resolve("gc-" + slot + ".log")).isNotEmptyFile();
            assertThat(bench.directory().resolve("gc log-" + slot + ".txt")).exists();
            assertJmx(jmx + slot - 1, worker.pid(), "heap-" + slot + ".hprof");
        }
        assertThat(running.workers()).hasSize(WORKERS);
    }

    @EachJdk
    void flightRecordingsAreOnePerWorker(Jdk jdk) throws Exception {
        var running =
                launch(
                                jdk,
                                Source.COMMAND_LINE,
                                List.of("-XX:StartFlightRecording=filename=r.jfr,dumponexit=true"))
                        .start()
                        .awaitListeners(port, WORKERS);
        assertThat(running.signal("TERM").awaitExit().status()).isZero();
        for (var slot = 1; slot <= WORKERS; slot++) {
            assertThat(bench.directory().resolve("r-" + slot + ".jfr")).isNotEmptyFile();
        }
        assertThat(bench.directory().resolve("r.jfr")).doesNotExist();
    }

    @EachJdk
    void heapDumpsAreOnePerWorker(Jdk jdk) throws Exception {
        bench.file("settings", "HeapDumpPath='heap dump.hprof'\n");
        var running =
                launch(jdk, Source.COMMAND_LINE, List.of("-XX:Flags=settings"))
                        .start()
                        .awaitListeners(port, WORKERS);
        for (var worker : running.workers()) {
            assertThat(worker.arguments())
                    .contains("-XX:HeapDumpPath=heap dump-" + worker.slot() + ".hprof");
        }
    }

    @EachJdk
    void portOfTheManagementAgentsFileMovesToo(Jdk jdk) throws Exception {
        bench.file(
                "jmx.properties",
                """
                com.sun.management.jmxremote.port=%1$d
                com.sun.management.jmxremote.rmi.port=%1$d
                com.sun.management.jmxremote.authenticate=false
                com.sun.management.jmxremote.ssl=false
                """
                        .formatted(jmx));
        var running =
                launch(
                                jdk,
                                Source.COMMAND_LINE,
                                List.of("-Dcom.sun.management.config.file=jmx.properties"))
                        .start()
                        .awaitListeners(port, WORKERS);
        for (var worker : running.workers()) {
            assertJmx(jmx + worker.slot() - 1, worker.pid(), "");
        }
    }

    private List<String> options() {
        return List.of(
                "-Xlog:gc*:file=gc.log",
                "-Xlog:safepoint:\"gc log.txt\"",
                "-XX:HeapDumpPath=heap.hprof",
                "-Dcom.sun.management.jmxremote.port=" + jmx,
                "-Dcom.sun.management.jmxremote.rmi.port=" + jmx,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Djava.rmi.server.hostname=127.0.0.1");
    }

    private Launch launch(Jdk jdk, Source source, List<String> options) {
        var launch = bench.on(jdk).agent("workers=" + WORKERS);
        switch (source) {
            case COMMAND_LINE -> launch.jvm(options.toArray(String[]::new));
            case ARGUMENT_FILE -> {
                bench.file("arguments", quoted(options, "\\\""));
                launch.jvm("@arguments");
            }
            case LONG_ARGUMENT_FILE -> {
                List<String> more = new ArrayList<>(options);
                more.add("-Dlong=" + "x".repeat(20_000));
                bench.file("arguments", quoted(more, "\\\""));
                launch.jvm("@arguments");
            }
            case OPTIONS_FILE -> {
                bench.file("options", quoted(options, "\"'\"'\""));
                launch.jvm("-XX:VMOptionsFile=options");
            }
            default -> launch.environment(source.name(), quoted(options, "\"'\"'\""));
        }
        return launch.app(Server.class, "socket", port);
    }

    private static String quoted(List<String> options, String quote) {
        var text = new StringBuilder();
        for (var option : options) {
            text.append('"').append(option.replace("\"", quote)).append("\"\n");
        }
        return text.toString();
    }

    /** Talks to processes of this test alone. */
    @SuppressWarnings("BanJNDI")
    private static void assertJmx(int port, long pid, String heapDump) throws IOException {
        var url = "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi";
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
            var beans = connector.getMBeanServerConnection();
            var runtime = ManagementFactory.getPlatformMXBean(beans, RuntimeMXBean.class);
            assertThat(runtime.getPid()).as("process on port %d", port).isEqualTo(pid);
            var flags = ManagementFactory.getPlatformMXBean(beans, HotSpotDiagnosticMXBean.class);
            assertThat(flags.getVMOption("HeapDumpPath").getValue()).isEqualTo(heapDump);
        }
    }
}
