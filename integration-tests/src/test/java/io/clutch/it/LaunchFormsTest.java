package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to launch a Java program, and what a worker's command line looks like. */
class LaunchFormsTest {

    private static final int WORKERS = 2;
    private static final String AGENT = "workers=2";

    private static final Object[] ODD = {
        "", "a b", "it's \"quoted\"", "two\nlines", "tab\there", "$HOME `x` \\", "grün 日本 😀"
    };

    /** A server without a package, for what needs a source file. */
    private static final String SOURCE =
            """
            import java.net.ServerSocket;

            public class Tiny {
                public static void main(String... arguments) throws Exception {
                    try (var socket = new ServerSocket(Integer.parseInt(arguments[0]))) {
                        while (true) {
                            try (var connection = socket.accept()) {
                                connection.getOutputStream().write(
                                        ("slot=" + System.getenv("CLUTCH_SLOT") + "\\n").getBytes());
                            }
                        }
                    }
                }
            }
            """;

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    static List<Arguments> jdksAndLocales() {
        List<Arguments> all = new ArrayList<>();
        for (var jdk : Jdks.all()) {
            for (var locale : List.of("C.UTF-8", "POSIX")) {
                all.add(Arguments.of(jdk, locale));
            }
        }
        return all;
    }

    @EachJdk
    void classPathAndMainClass(Jdk jdk) throws Exception {
        var running = assertClusters(server(jdk).agent(AGENT));
        for (var worker : running.workers()) {
            var mark = worker.slot() + "/" + WORKERS;
            assertThat(worker.arguments().get(1)).isEqualTo("-Dclutch.worker=" + mark);
            assertThat(worker.environment("CLUTCH_SLOT")).contains("" + worker.slot());
            assertThat(worker.environment("CLUTCH_WORKER")).contains(mark);
            assertThat(worker.environment("CLUTCH_MASTER")).contains("" + running.pid());
        }
        var answer = Client.ask(port);
        assertThat(answer.value("worker")).isEqualTo(answer.slot() + "/" + WORKERS);
        assertThat(answer.value("slot-property")).isEqualTo(answer.slot());
    }

    @EachJdk
    void module(Jdk jdk) {
        bench.file("module/module-info.java", "module tiny { }");
        bench.file("module/tiny/Tiny.java", "package tiny;\n" + SOURCE);
        run(
                bench.on(jdk)
                        .program(jdk.tool("javac"))
                        .arguments("-d", "classes", "module/module-info.java")
                        .arguments("module/tiny/Tiny.java"));
        run(
                bench.on(jdk)
                        .program(jdk.tool("jar"))
                        .arguments("--create", "--file", "tiny.jar", "-C", "classes", "."));
        assertClusters(
                bench.on(jdk)
                        .agent(AGENT)
                        .command("--module-path", "tiny.jar", "-m", "tiny/tiny.Tiny", "" + port));
    }

    @EachJdk
    void sourceFile(Jdk jdk) {
        bench.file("Tiny.java", SOURCE);
        assertClusters(bench.on(jdk).agent(AGENT).command("Tiny.java", "" + port));
    }

    @EachJdk
    void argumentFile(Jdk jdk) {
        bench.file(
                "arguments",
                """
                %s
                -cp "%s"
                %s
                socket %d
                """
                        .formatted(
                                Launch.agentArgument(AGENT),
                                Applications.testClasses(),
                                Server.class.getName(),
                                port));
        assertClusters(bench.on(jdk).command("@arguments"));
    }

    @EachJdk
    void jdkJavaOptions(Jdk jdk) {
        assertClusters(server(jdk).environment("JDK_JAVA_OPTIONS", Launch.agentArgument(AGENT)));
    }

    @EachJdk
    void javaToolOptions(Jdk jdk) {
        assertClusters(server(jdk).environment("JAVA_TOOL_OPTIONS", Launch.agentArgument(AGENT)));
    }

    @EachJdk
    void programFoundOnThePath(Jdk jdk) {
        assertClusters(
                bench.on(jdk)
                        .wrapped("env", "PATH=" + jdk.home().resolve("bin") + ":/usr/bin:/bin")
                        .program(java.nio.file.Path.of("java"))
                        .agent(AGENT)
                        .app(Server.class, "socket", port));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndLocales")
    void oddArgumentsArriveByteForByte(Jdk jdk, String locale) throws Exception {
        assertClusters(
                server(jdk)
                        .environment("LC_ALL", locale)
                        .agent(AGENT)
                        .jvm("-Dmark=Köln {slot}")
                        .arguments(ODD));
        if (locale.equals("C.UTF-8")) {
            assertThat(Client.ask(port).values("argument"))
                    .containsExactly(
                            "",
                            "a b",
                            "it's \"quoted\"",
                            "two\\nlines",
                            "tab\there",
                            "$HOME `x` \\\\",
                            "grün 日本 😀");
        }
    }

    @EachJdk
    void commandLineBeyondFourKilobytes(Jdk jdk) {
        assertClusters(server(jdk).agent(AGENT).arguments("x".repeat(5000), "last"));
    }

    @EachJdk
    void commandLineBeyondAHundredAndTwentyEightKilobytes(Jdk jdk) {
        var launch = server(jdk).agent(AGENT);
        for (var i = 0; i < 3000; i++) {
            launch.arguments(i + "-" + "y".repeat(100));
        }
        assertClusters(launch);
    }

    @EachJdk
    void slotIsFilledInWhereItIsAskedFor(Jdk jdk) throws Exception {
        assertClusters(
                server(jdk)
                        .agent(AGENT)
                        .jvm("-Dmark=m{slot}")
                        .arguments("log-{slot}.txt", "{slot}{slot}", "{Slot}"));
        var answer = Client.ask(port);
        var slot = answer.slot();
        assertThat(answer.value("mark")).isEqualTo("m" + slot);
        assertThat(answer.values("argument"))
                .containsExactly("log-" + slot + ".txt", slot + slot, "{Slot}");
    }

    @EachJdk
    void environmentAndWorkingDirectoryAreInherited(Jdk jdk) throws Exception {
        var running = assertClusters(server(jdk).agent(AGENT).environment("SOMETHING", "grün\nx"));
        var expected = ProcFile.environment(running.pid());
        for (var worker : running.workers()) {
            assertThat(ProcFile.environment(worker.pid())).containsAll(expected);
            assertThat(java.nio.file.Path.of("/proc/" + worker.pid() + "/cwd").toRealPath())
                    .isEqualTo(bench.directory().toRealPath());
        }
    }

    private Launch server(Jdk jdk) {
        return bench.on(jdk).app(Server.class, "socket", port);
    }

    private void run(Launch launch) {
        var finished = launch.run();
        assertThat(finished.status()).as(finished.out() + finished.err()).isZero();
    }

    /** Starts it, and compares the command lines of all workers with the original one. */
    private Running assertClusters(Launch launch) {
        var running = launch.start().awaitListeners(port, WORKERS);
        assertThat(Client.distinct(WORKERS, () -> Client.ask(port).slot()))
                .containsExactly("1", "2");
        var original = running.arguments();
        for (var worker : running.workers()) {
            var slot = Integer.toString(worker.slot());
            List<String> expected = new ArrayList<>();
            expected.add(original.get(0));
            expected.add("-Dclutch.worker=" + slot + "/" + WORKERS);
            expected.add("-Dclutch.slot=" + slot);
            for (var argument : original.subList(1, original.size())) {
                expected.add(argument.replace("{slot}", slot));
            }
            assertThat(worker.arguments()).isEqualTo(expected);
        }
        assertThat(running.workers()).hasSize(WORKERS);
        return running;
    }
}
