package io.clutch.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files under test, and the applications that they are tested with. */
final class Applications {

    private static final Path ROOT =
            Path.of(System.getProperty("clutch.it.root", "..")).toAbsolutePath().normalize();

    private Applications() {}

    /** The directory of the whole project. */
    static Path root() {
        return ROOT;
    }

    /** The agent: the one just built, or what the system property {@code clutch.it.jar} names. */
    static Path clutchJar() {
        var other = System.getProperty("clutch.it.jar");
        return existing(other == null ? ROOT.resolve("agent/target/clutch.jar") : Path.of(other));
    }

    /** The API alone, as an application would carry it. */
    static Path clutchApiJar() {
        return existing(ROOT.resolve("agent/target/clutch-api.jar"));
    }

    /** WireMock, the real one. */
    static Path wiremock() {
        return existing(
                ROOT.resolve("integration-tests/target/applications/wiremock-standalone.jar"));
    }

    /** The Java agent of OpenTelemetry. */
    static Path openTelemetryAgent() {
        return existing(
                ROOT.resolve("integration-tests/target/applications/opentelemetry-javaagent.jar"));
    }

    /** The Java agent that serves JMX beans to Prometheus. */
    static Path jmxPrometheusAgent() {
        return existing(
                ROOT.resolve("integration-tests/target/applications/jmx_prometheus_javaagent.jar"));
    }

    /** A sample's jar. */
    static Path sample(String name) {
        return existing(ROOT.resolve("samples/" + name + "/target/" + name + ".jar"));
    }

    /** The class path of {@code io.clutch.it.apps}. */
    static Path testClasses() {
        return existing(ROOT.resolve("integration-tests/target/test-classes"));
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " does not exist: run mvn verify in " + ROOT + " first");
        }
        return file;
    }
}
