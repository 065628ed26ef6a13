package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job: WireMock, unmodified, from four workers on one port. */
class MainJobTest {

    /** A stub whose answer is rendered by the worker that got the request. */
    private static final String STUB =
            """
            {"request": {"method": "GET", "urlPath": "/who"},
             "response": {"status": 200,
                          "body": "slot {{systemValue type='PROPERTY' key='clutch.slot'}}",
                          "transformers": ["response-template"]}}
            """;

    @RegisterExtension private final Bench bench = new Bench();

    @EachJdk
    void wiremockAnswersFromFourWorkersOnOnePort(Jdk jdk) throws Exception {
        var port = Ports.free();
        var running = wiremock(jdk, port).agent("workers=4").start();
        running.awaitListeners(port, 4);
        assertFourAnswer(running, port);

        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
        assertThat(Ports.isFree(port)).isTrue();
    }

    @EachJdk
    void theSameThroughJavaToolOptions(Jdk jdk) throws Exception {
        var port = Ports.free();
        var running =
                wiremock(jdk, port)
                        .environment("JAVA_TOOL_OPTIONS", Launch.agentArgument("workers=4"))
                        .start();
        running.awaitListeners(port, 4);
        assertFourAnswer(running, port);
    }

    private Launch wiremock(Jdk jdk, int port) {
        bench.file("wiremock/mappings/who.json", STUB);
        return bench.on(jdk)
                .bare()
                .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m")
                .jar(Applications.wiremock(), "--port", port)
                .arguments("--root-dir", bench.directory().resolve("wiremock"))
                .arguments("--global-response-templating", "--permitted-system-keys", "clutch.*");
    }

    private static void assertFourAnswer(Running running, int port) throws Exception {
        assertThat(Client.distinct(4, () -> Client.get(port, "/who").body()))
                .containsExactly("slot 1", "slot 2", "slot 3", "slot 4");
        assertThat(running.workers()).extracting(WorkerProcess::slot).containsExactly(1, 2, 3, 4);
        assertThat(running.workers())
                .extracting(WorkerProcess::pid)
                .doesNotContain(running.pid())
                .allSatisfy(pid -> assertThat(ProcFile.parent(pid)).contains(running.pid()));
        assertThat(running.isAlive()).isTrue();
    }
}
