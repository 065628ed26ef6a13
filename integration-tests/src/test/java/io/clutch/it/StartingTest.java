package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Batch;
import io.clutch.it.apps.Cat;
import io.clutch.it.apps.NeverListens;
import io.clutch.it.apps.Server;
import io.clutch.it.apps.SlowServer;
import io.clutch.it.apps.UntilEndOfInput;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first worker alone, then the rest; and programs that are no servers. */
class StartingTest {

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> batchPrograms() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of(
                                                "return with arguments",
                                                "exit 0",
                                                "exit 3",
                                                "halt 17",
                                                "throw",
                                                "kill",
                                                "unknown")
                                        .map(arguments -> Arguments.of(jdk, arguments)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("batchPrograms")
    void batchProgramBehavesAsWithoutClutch(Jdk jdk, String arguments) {
        assertSame(jdk, launch -> launch.app(Batch.class, (Object[]) arguments.split(" ")));
    }

    @EachJdk
    void helpAndVersionOfARealServerAreAsWithoutClutch(Jdk jdk) {
        assertSame(jdk, launch -> launch.jar(Applications.wiremock(), "--help"));
        assertSame(jdk, launch -> launch.jar(Applications.wiremock(), "--version"));
    }

    @EachJdk
    void launchThatCannotStartFailsAsWithoutClutch(Jdk jdk) {
        assertSame(jdk, launch -> launch.command("-cp", "/nowhere", "no.such.Main"));
        assertSame(jdk, launch -> launch.command("-jar", "/nowhere.jar"));
        assertSame(jdk, launch -> launch.jar(Applications.wiremock(), "--no-such-option"));
    }

    @EachJdk
    void standardInputReachesTheProgramOnce(Jdk jdk) {
        assertSame(jdk, launch -> launch.input("hello\n").app(Cat.class));
        var cat = bench.on(jdk).agent("workers=4").input("hello\n").app(Cat.class).run();
        assertThat(cat).isEqualTo(new Finished(0, "hello\n", ""));
    }

    @EachJdk
    void startTogetherGivesBatchProgramsStandardInputOnceToo(Jdk jdk) {
        var cat =
                bench.on(jdk)
                        .agent("workers=1,start=together")
                        .input("hello\n")
                        .app(Cat.class)
                        .run();
        assertThat(cat.status()).isZero();
        assertThat(cat.out()).isEqualTo("hello\n");
    }

    @EachJdk
    void standardInputIsOpenAndSilentForTheOthers(Jdk jdk) throws Exception {
        var port = Ports.free();
        var running =
                bench.on(jdk)
                        .agent("workers=3")
                        .inputSilent()
                        .app(UntilEndOfInput.class, port)
                        .start();
        running.awaitListeners(port, 3);
        running.input().write('x');
        running.input().flush();
        running.awaitOut("1 read");
        assertThat(running.workers()).hasSize(3);
        assertThat(running.out()).doesNotContain("2 ", "3 ", "end of its input");
    }

    @EachJdk
    void oneLineAtTheStartSaysWhatWasDecided(Jdk jdk) {
        var port = Ports.free();
        var running = bench.on(jdk).agent("workers=2").app(Server.class, "socket", port).start();
        running.awaitListeners(port, 2);
        assertThat(running.err().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("2 workers"))
                .allMatch(line -> line.contains(Integer.toString(port)))
                .allMatch(line -> line.contains(Long.toString(running.pid())));
        // A port is open before its application has said so.
        var said = ("listening on " + port + "\n").repeat(2);
        Await.until("both have said so", () -> running.out().length() >= said.length());
        assertThat(running.out()).isEqualTo(said);
    }

    @EachJdk
    void theOthersWaitUntilTheFirstListens(Jdk jdk) throws Exception {
        var port = Ports.free();
        var go = bench.directory().resolve("go");
        var running = bench.on(jdk).agent("workers=3").app(SlowServer.class, port, go).start();
        running.awaitOut("waiting");
        Await.during("one worker", Duration.ofSeconds(2), () -> running.workers().size() == 1);
        assertThat(running.worker(1).pid()).isNotEqualTo(running.pid());
        Files.createFile(go);
        running.awaitListeners(port, 3);
        assertThat(running.workers()).extracting(WorkerProcess::slot).containsExactly(1, 2, 3);
    }

    @EachJdk
    void startTogetherStartsAllAtOnce(Jdk jdk) throws Exception {
        var port = Ports.free();
        var go = bench.directory().resolve("go");
        var running =
                bench.on(jdk)
                        .agent("workers=3,start=together")
                        .app(SlowServer.class, port, go)
                        .start();
        Await.until("three workers", () -> running.workers().size() == 3);
        assertThat(Ports.listeners(port)).isZero();
        Files.createFile(go);
        running.awaitListeners(port, 3);
    }

    @EachJdk
    void programThatNeverListensStaysSingleAndSilent(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=3").app(NeverListens.class).start();
        running.awaitOut("running without a port");
        Await.during("one worker", Duration.ofSeconds(3), () -> running.workers().size() <= 1);
        running.signal("TERM");
        var finished = running.awaitExit();
        assertThat(finished).isEqualTo(new Finished(143, "running without a port\nhook ran\n", ""));
        running.awaitNothingLeft();
    }

    @EachJdk
    void interruptedBatchProgramEndsAsWithoutClutch(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=3").app(NeverListens.class).start();
        running.awaitOut("running without a port");
        running.signal("INT");
        assertThat(running.awaitExit())
                .isEqualTo(new Finished(130, "running without a port\nhook ran\n", ""));
    }

    @EachJdk
    void switchedOffIsAsIfTheAgentWereNotThere(Jdk jdk) {
        for (var options : new String[] {"enabled=false", "workers=0"}) {
            var port = Ports.free();
            var running = bench.on(jdk).agent(options).app(Server.class, "socket", port).start();
            running.awaitOut("listening on " + port);
            assertThat(running.processes()).containsExactly(running.pid());
            running.signal("TERM");
            assertThat(running.awaitExit())
                    .isEqualTo(new Finished(143, "listening on " + port + "\n", ""));
        }
    }

    /** The same launch with and without Clutch: same status, same output, nothing left over. */
    private void assertSame(Jdk jdk, UnaryOperator<Launch> launch) {
        var plain = launch.apply(bench.on(jdk)).run();
        var clustered = launch.apply(bench.on(jdk).agent("workers=3")).start();
        assertThat(clustered.awaitExit()).isEqualTo(plain);
        clustered.awaitNothingLeft();
    }
}
