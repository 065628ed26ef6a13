package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that {@code JAVA_TOOL_OPTIONS} gives the agent to, and that are none of its business. */
class JdkToolsTest {

    private static final String CLASS =
            "public class A { public static void main(String... a) {} }";

    /** They run until they are ended. */
    private static final Set<String> NOT_WITHOUT_ARGUMENTS =
            Set.of("rmiregistry", "jstatd", "jwebserver");

    /** They list the JVMs of the machine, among which are those of other tests. */
    private static final Set<String> LISTS_PROCESSES = Set.of("jps", "jcmd");

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> tools() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (var jdk : Jdks.all()) {
            try (Stream<Path> bin = Files.list(jdk.home().resolve("bin"))) {
                bin.filter(Files::isExecutable)
                        .filter(file -> !Files.isDirectory(file))
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .forEach(tool -> all.add(Arguments.of(jdk, tool)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tools")
    void toolBehavesAsWithoutClutch(Jdk jdk, String tool) {
        Assumptions.assumeFalse(tool.equals("jconsole"), "waits for a display: tested below");
        assertSame(jdk, tool, true, launch -> launch.arguments("--help"));
        assertSame(jdk, tool, true, launch -> launch.arguments("-version"));
        if (!NOT_WITHOUT_ARGUMENTS.contains(tool)) {
            assertSame(jdk, tool, !LISTS_PROCESSES.contains(tool), launch -> launch);
        }
    }

    @EachJdk
    void compilerPackerAndShellDoTheirWork(Jdk jdk) throws IOException {
        bench.file("A.java", CLASS);
        assertSame(jdk, "javac", true, launch -> launch.arguments("-d", "out", "A.java"));
        assertThat(bench.directory().resolve("out/A.class")).exists();
        assertSame(jdk, "jar", true, launch -> launch.arguments("cf", "a.jar", "-C", "out", "."));
        assertSame(jdk, "jar", true, launch -> launch.arguments("tf", "a.jar"));
        assertSame(jdk, "javap", true, launch -> launch.arguments("-cp", "a.jar", "A"));
        assertSame(jdk, "jdeps", true, launch -> launch.arguments("a.jar"));
        assertSame(
                jdk,
                "jshell",
                true,
                launch ->
                        launch.arguments("-s", "-").input("System.out.println(6 * 7)\n/exit 4\n"));
    }

    @EachJdk
    void keytoolDoesItsWork(Jdk jdk) {
        var made =
                underClutch(jdk, "keytool")
                        .arguments("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=a")
                        .arguments("-keystore", "k.p12", "-storepass", "changeit")
                        .run();
        assertThat(made.status()).as(made.err()).isZero();
        assertSame(
                jdk,
                "keytool",
                true,
                launch ->
                        launch.arguments("-list", "-keystore", "k.p12", "-storepass", "changeit"));
    }

    @EachJdk
    void serversAmongTheToolsStaySingle(Jdk jdk) throws Exception {
        assertStaysSingle(jdk, "rmiregistry");
        if (Files.exists(jdk.tool("jwebserver"))) {
            assertStaysSingle(jdk, "jwebserver", "-p");
        }
    }

    @EachJdk
    void consoleThatWaitsForADisplayStaysSingle(Jdk jdk) {
        var running = underClutch(jdk, "jconsole").start();
        Await.during(
                "one process",
                Duration.ofSeconds(3),
                () -> running.processes().equals(List.of(running.pid())));
    }

    @EachJdk
    void jvmWithoutAProgramBehavesAsWithoutClutch(Jdk jdk) {
        assertSame(jdk, "java", true, launch -> launch.arguments("--list-modules"));
        assertSame(
                jdk, "java", true, launch -> launch.arguments("-XshowSettings:locale", "-version"));
        assertSame(jdk, "java", true, launch -> launch.arguments("--dry-run", "no.such.Main"));
    }

    @EachJdk
    void jvmThatAWorkersApplicationStartsIsNoBusinessOfClutch(Jdk jdk) throws Exception {
        var port = Ports.free();
        var childPort = Ports.free();
        var running =
                bench.on(jdk)
                        .environment("JAVA_TOOL_OPTIONS", Launch.agentArgument("workers=2"))
                        .app(Parent.class, port, childPort)
                        .start();
        running.awaitListeners(port, 2);
        // Only the worker in slot 1 starts a child; it serves alone, and without a slot.
        running.awaitListeners(childPort, 1);
        assertThat(running.workers()).hasSize(2);
        assertThat(running.processes()).hasSize(4);
        var child = Client.ask(childPort).pid();
        assertThat(running.workers()).extracting(WorkerProcess::pid).doesNotContain(child);
        assertThat(ProcFile.parent(child)).contains(running.worker(1).pid());
    }

    @EachJdk
    void trainingAndDumpRunsStaySingle(Jdk jdk) throws IOException {
        // A class path of directories cannot be archived.
        var jar = bench.directory().resolve("app.jar");
        ApplicationJar.write(jar, "");
        List<List<String>> forms = new ArrayList<>();
        forms.add(
                List.of(
                        "-XX:ArchiveClassesAtExit=app.jsa",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+AllowArchivingWithJavaAgent"));
        if (jdk.feature() >= 24) {
            forms.add(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=app.aotconf"));
        }
        for (var form : forms) {
            var port = Ports.free();
            var running =
                    bench.on(jdk)
                            .agent("workers=3")
                            .jvm(form.toArray(String[]::new))
                            .jar(jar, "socket", port)
                            .start();
            running.awaitOut("listening on " + port);
            assertThat(running.processes()).as("%s", form).containsExactly(running.pid());
            running.signal("TERM");
            assertThat(running.awaitExit().status()).isEqualTo(143);
        }
    }

    @Test
    void oldJavaSaysOneLineAndRunsTheApplication() {
        Assumptions.assumeFalse(Jdks.tooOld().isEmpty(), "no JDK older than 17 on this machine");
        for (var jdk : Jdks.tooOld()) {
            bench.file("A.java", CLASS.replace("{}", "{ System.out.println(\"ran\"); }"));
            bench.on(jdk).program(jdk.tool("javac")).arguments("A.java").run();
            var finished = bench.on(jdk).agent("workers=3").command("-cp", ".", "A").run();
            assertThat(finished.out()).isEqualTo("ran\n");
            assertThat(finished.err().lines()).hasSize(1);
            assertThat(finished.err()).contains("17");
            assertThat(finished.status()).isZero();
        }
    }

    private void assertStaysSingle(Jdk jdk, String tool, String... option) throws Exception {
        var port = Ports.free();
        var running = underClutch(jdk, tool).arguments((Object[]) option).arguments(port).start();
        running.awaitListeners(port, 1);
        assertThat(running.processes()).as(tool).containsExactly(running.pid());
        running.signal("TERM");
        assertThat(running.awaitExit().status()).as(tool).isEqualTo(143);
    }

    private void assertSame(
            Jdk jdk, String tool, boolean sameOutput, UnaryOperator<Launch> arguments) {
        var plain = arguments.apply(bench.on(jdk).program(jdk.tool(tool))).start();
        var withClutch = arguments.apply(underClutch(jdk, tool)).start();
        var expected = plain.awaitExit();
        var actual = withClutch.awaitExit().withoutPickedUp();
        assertThat(withClutch.processes()).as("left over by %s", tool).isEmpty();
        assertThat(actual.status()).as("%s: %s", tool, actual).isEqualTo(expected.status());
        if (sameOutput) {
            assertThat(actual.out()).as("output of %s", tool).isEqualTo(expected.out());
            assertThat(withoutPreferences(actual.err()))
                    .as("errors of %s", tool)
                    .isEqualTo(withoutPreferences(expected.err()));
        }
    }

    /** Whichever JVM comes first says that it made a directory for preferences, or cannot. */
    private static String withoutPreferences(String text) {
        return text.replaceAll("(?m)^.*java.util.prefs.*\\n.*\\n", "");
    }

    private Launch underClutch(Jdk jdk, String tool) {
        return bench.on(jdk)
                .program(jdk.tool(tool))
                .environment("JAVA_TOOL_OPTIONS", Launch.agentArgument("workers=4"));
    }
}
