package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other people's agents on the same command line, before and after Clutch. */
class OtherAgentsTest {

    private static final String CLUTCH = Launch.agentArgument("workers=2");

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void openTelemetryAfterClutch(Jdk jdk) throws Exception {
        assertClusters(jdk, CLUTCH, openTelemetry());
    }

    @EachJdk
    void openTelemetryBeforeClutch(Jdk jdk) throws Exception {
        assertClusters(jdk, openTelemetry(), CLUTCH);
    }

    @EachJdk
    void jmxPrometheusAfterClutchIsSharedLikeAnyOtherServer(Jdk jdk) throws Exception {
        var metrics = Ports.free();
        var running = assertClusters(jdk, CLUTCH, jmxPrometheus(metrics));
        running.awaitListeners(metrics, 2);
        assertThat(Client.get(metrics, "/metrics").status()).isEqualTo(200);
    }

    @EachJdk
    void jmxPrometheusBeforeClutchHoldsItsPortSoOneLineSaysWhatToDo(Jdk jdk) throws Exception {
        var metrics = Ports.free();
        var running =
                bench.on(jdk)
                        .jvm(jmxPrometheus(metrics), CLUTCH)
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 1);
        assertThat(running.processes()).containsExactly(running.pid());
        assertThat(Client.get(metrics, "/metrics").status()).isEqualTo(200);
        assertThat(running.err().lines().filter(line -> line.contains("clutch")))
                .hasSize(1)
                .allMatch(line -> line.contains(Integer.toString(metrics)));
    }

    private Running assertClusters(Jdk jdk, String... agents) throws Exception {
        var running =
                bench.on(jdk)
                        .bare()
                        .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m")
                        // Nothing leaves this machine.
                        .environment("OTEL_TRACES_EXPORTER", "none")
                        .environment("OTEL_METRICS_EXPORTER", "none")
                        .environment("OTEL_LOGS_EXPORTER", "none")
                        .jvm(agents)
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
        assertThat(running.err()).doesNotContain("Exception", "Error");
        return running;
    }

    private static String openTelemetry() {
        return agent(Applications.openTelemetryAgent(), "");
    }

    private String jmxPrometheus(int metrics) {
        var configuration = bench.file("jmx.yaml", "rules:\n- pattern: \".*\"\n");
        return agent(
                Applications.jmxPrometheusAgent(), "=127.0.0.1:" + metrics + ":" + configuration);
    }

    private static String agent(Path jar, String options) {
        return "-javaagent:" + jar + options;
    }
}
