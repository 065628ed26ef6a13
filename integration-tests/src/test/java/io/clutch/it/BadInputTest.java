package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Binder;
import io.clutch.it.apps.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of users, and surroundings that lack what Clutch needs. */
class BadInputTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    static Stream<Arguments> jdksAndWrongOptions() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of(
                                                "workers=-1",
                                                "workers=100000",
                                                "workers=abc",
                                                "wokers=4",
                                                "workers=4,start=later",
                                                "grace=soon",
                                                "on-shutdown=nonsense",
                                                "backoff=3..2")
                                        .map(options -> Arguments.of(jdk, options)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndWrongOptions")
    void wrongOptionEndsTheLaunchWithOneLineAndStatusTwo(Jdk jdk, String options) {
        var finished = bench.on(jdk).agent(options).app(Server.class, "socket", port).run();
        assertOneLine(finished);
        var wrong = options.substring(options.lastIndexOf(',') + 1);
        assertThat(finished.err()).contains(wrong.substring(0, wrong.indexOf('=')));
        if (wrong.startsWith("wokers")) {
            assertThat(finished.err()).contains("workers");
        } else {
            assertThat(finished.err()).contains(wrong.substring(wrong.indexOf('=') + 1));
        }
    }

    @EachJdk
    void wrongOptionOfEverySourceIsNamedWithItsSource(Jdk jdk) {
        var property =
                bench.on(jdk)
                        .agent("workers=2")
                        .jvm("-Dclutch.workers=none")
                        .app(Server.class, "socket", port)
                        .run();
        assertOneLine(property);
        assertThat(property.err()).contains("clutch.workers", "none");
        var variable =
                bench.on(jdk)
                        .agent("workers=2")
                        .environment("CLUTCH_GRACE", "none")
                        .app(Server.class, "socket", port)
                        .run();
        assertOneLine(variable);
        assertThat(variable.err()).contains("CLUTCH_GRACE", "none");
    }

    @EachJdk
    void propertyGoesBeforeEnvironmentBeforeAgentArguments(Jdk jdk) {
        var running =
                bench.on(jdk)
                        .agent("workers=4,log=debug,name=by-argument")
                        .environment("CLUTCH_WORKERS", "3")
                        .environment("CLUTCH_NAME", "by-environment")
                        .environment("CLUTCH_SERVICE_HOST", "10.0.0.1")
                        .jvm("-Dclutch.workers=2")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        assertThat(running.workers()).hasSize(2);
        assertThat(running.err()).contains("by-environment");
    }

    @EachJdk
    void clutchTwiceRunsOnceAndTheLaterOptionsWin(Jdk jdk) throws Exception {
        var running =
                bench.on(jdk)
                        .environment(
                                "JAVA_TOOL_OPTIONS", Launch.agentArgument("workers=4,name=early"))
                        .agent("workers=2")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        assertThat(running.workers()).hasSize(2);
        assertThat(running.processes()).hasSize(3);
        assertThat(running.err()).contains("early");
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
    }

    @EachJdk
    void agentJarDeletedWhileRunningIsNamedAndTheClusterGoesOn(Jdk jdk) throws Exception {
        var jar = Files.copy(Applications.clutchJar(), bench.directory().resolve("clutch.jar"));
        var running =
                bench.on(jdk)
                        .jvm("-javaagent:" + jar + "=workers=2,max-failures=100")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        Files.delete(jar);
        var before = running.err().length();
        Running.signal(running.worker(2).pid(), "KILL");
        Await.until(
                "either the worker is replaced or the master says why not",
                () ->
                        running.err().substring(before).contains(jar.toString())
                                || running.out().split("listening on", -1).length == 4);
        // Whatever it can do without its jar, it goes on serving, and it still stops in order.
        assertThat(Client.ask(port).slot()).isNotEmpty();
        assertThat(running.err()).doesNotContain("NoClassDefFoundError", "\tat ");
        // In one step: half a jar would end the JVM that loads it.
        var whole = Files.copy(Applications.clutchJar(), jar.resolveSibling("whole.jar"));
        Files.move(whole, jar, StandardCopyOption.ATOMIC_MOVE);
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).hasSize(2);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    @EachJdk
    void agentJarDeletedForGoodDoesNotKeepTheMasterFromStopping(Jdk jdk) throws Exception {
        var jar = Files.copy(Applications.clutchJar(), bench.directory().resolve("clutch.jar"));
        var running =
                bench.on(jdk)
                        .jvm("-javaagent:" + jar + "=workers=2")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);
        Files.delete(jar);
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished.status()).isZero();
        assertThat(finished.err()).doesNotContain("Exception", "Error");
        running.awaitNothingLeft();
    }

    @EachJdk
    void unreadableProcLeavesASingleProcessAndOneLine(Jdk jdk) {
        var launch = bench.on(jdk).agent("workers=2").app(Binder.class, "bind:" + port, "exit:5");
        assertSingleWithOneLine(Namespaces.withoutProc(jdk, launch), "/proc");
    }

    @EachJdk
    void unreadableCommandLineLeavesASingleProcessAndOneLine(Jdk jdk) {
        var launch = bench.on(jdk).agent("workers=2").app(Binder.class, "bind:" + port, "exit:5");
        assertSingleWithOneLine(Namespaces.withoutCommandLine(launch), "/proc");
    }

    @EachJdk
    void noWritableDirectoryLeavesASingleProcessAndOneLine(Jdk jdk) {
        var launch = bench.on(jdk).agent("workers=2").app(Binder.class, "bind:" + port, "exit:5");
        assertSingleWithOneLine(Namespaces.readOnlyBut(Path.of("/sys"), launch), "/tmp");
    }

    @EachJdk
    void everyDirectoryMayHaveSpacesAndOtherLettersInItsName(Jdk jdk) {
        assertClustersIn(jdk, "C.UTF-8", "clutch.jar");
    }

    @EachJdk
    void workingDirectoryMayHaveLettersThatTheLocaleDoesNotKnow(Jdk jdk) {
        // The JVM itself finds no agent in such a directory; the agent's jar is elsewhere.
        assertClustersIn(jdk, "POSIX", Applications.clutchJar().toString());
    }

    private void assertClustersIn(Jdk jdk, String locale, String jar) {
        var name = "an odd, dir=ectory ßü日";
        // Made by a shell: the name is UTF-8 whatever the locale of this JVM.
        var made =
                bench.on(jdk)
                        .program(Path.of("/bin/sh"))
                        .arguments("-c", "mkdir -p \"$1/tmp\" && cp \"$2\" \"$1/clutch.jar\"")
                        .arguments("sh", name, Applications.clutchJar())
                        .run();
        assertThat(made.status()).as(made.err()).isZero();
        var running =
                bench.on(jdk)
                        .wrapped("env", "--chdir=" + name)
                        .environment("LC_ALL", locale)
                        .jvm("-javaagent:" + jar + "=workers=2", "-Djava.io.tmpdir=tmp")
                        .app(Server.class, "socket", port, name)
                        .start();
        running.awaitListeners(port, 2);
        var original = running.arguments();
        List<String> expected = new ArrayList<>();
        expected.add(original.get(0));
        expected.add("-Dclutch.worker=2/2");
        expected.add("-Dclutch.slot=2");
        expected.addAll(original.subList(1, original.size()));
        assertThat(running.worker(2).arguments()).isEqualTo(expected);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
    }

    private static void assertOneLine(Finished finished) {
        assertThat(finished.status()).as(finished.toString()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err().lines()).as(finished.err()).hasSize(1);
    }

    private void assertSingleWithOneLine(Launch launch, String named) {
        var finished = launch.run();
        assertThat(finished.status()).as(finished.toString()).isEqualTo(5);
        assertThat(finished.out()).isEqualTo("bound " + port + "\n");
        assertThat(ownLines(finished)).hasSize(1).allMatch(line -> line.contains(named));
    }

    /** What Clutch said: a JVM whose surroundings are odd has something to say of its own. */
    private static List<String> ownLines(Finished finished) {
        return finished.err().lines().filter(line -> line.contains("clutch")).toList();
    }
}
