package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.NeverListens;
import io.clutch.it.apps.Orphaner;
import io.clutch.it.apps.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The launch JVM becomes a small one; the workers do not notice. */
class LeanMasterTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void nothingOfTheApplicationsJvmIsInTheMaster(Jdk jdk) throws Exception {
        var metrics = Ports.free();
        var configuration = bench.file("jmx.yaml", "rules:\n- pattern: \".*\"\n");
        var exporter = Applications.jmxPrometheusAgent();
        var log = bench.directory().resolve("gc-{slot}.log");
        var running =
                bench.on(jdk)
                        .agent("workers=2")
                        .jvm("-javaagent:" + exporter + "=" + metrics + ":" + configuration)
                        .jvm("-Xlog:gc:file=" + log, "-Xms48m", "-XX:+AlwaysPreTouch", "-Dmark=x")
                        .app(Server.class, "socket", port)
                        .start();
        running.awaitListeners(port, 2);

        var master = ProcFile.arguments(running.pid());
        assertThat(master.get(0)).isEqualTo("clutch: master " + Server.class.getName());
        assertThat(master)
                .noneMatch(argument -> argument.contains(exporter.toString()))
                .noneMatch(argument -> argument.startsWith("-Xlog"))
                .doesNotContain("-Xms48m", "-XX:+AlwaysPreTouch", "-Dmark=x");
        assertThat(maps(running.pid())).doesNotContain(exporter.toString());
        assertThat(descriptors(running.pid()).values())
                .noneMatch(file -> file.contains(exporter.getFileName().toString()))
                .noneMatch(file -> file.contains("gc-"));
        assertThat(directory(running.pid())).isEqualTo(bench.directory().toRealPath());
        assertThat(running.workers())
                .allSatisfy(
                        worker ->
                                assertThat(ProcFile.parent(worker.pid())).contains(running.pid()));
    }

    @EachJdk
    void debuggersPortIsWorkerOnes(Jdk jdk) {
        var debugger = Ports.freeInARow(2);
        var running =
                bench.on(jdk)
                        .jvm(
                                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address="
                                        + "localhost:"
                                        + debugger)
                        .agent("workers=2")
                        .app(Server.class, "socket", port)
                        .start()
                        .awaitListeners(port, 2)
                        .awaitListeners(debugger, 1)
                        .awaitListeners(debugger + 1, 1);
        assertThat(running.workers()).hasSize(2);
        assertThat(ProcFile.arguments(running.pid()))
                .noneMatch(argument -> argument.contains("jdwp"));
    }

    @EachJdk
    void environmentOfTheWorkersIsThatOfAPlainLaunchByteForByte(Jdk jdk) {
        var plain = odd(jdk).jvm("-Dclutch.enabled=false").start().awaitListeners(port, 1);
        var expected = unmarked(plain.pid());
        plain.close();
        var running = odd(jdk).start().awaitListeners(port, 2);

        for (var worker : running.workers()) {
            assertThat(unmarked(worker.pid())).isEqualTo(expected);
        }
        assertThat(expected).anyMatch(entry -> entry.startsWith("JAVA_TOOL_OPTIONS="));
        assertThat(unmarked(running.pid()))
                .noneMatch(entry -> entry.startsWith("JAVA_TOOL_OPTIONS="))
                .noneMatch(entry -> entry.startsWith("JDK_JAVA_OPTIONS="))
                .noneMatch(entry -> entry.startsWith("_JAVA_OPTIONS="))
                .anyMatch(entry -> entry.startsWith("ODD="));
    }

    /** A launch whose locale knows nothing of the letters in its environment. */
    private Launch odd(Jdk jdk) {
        return bench.on(jdk)
                .agent("workers=2")
                .environment("LC_ALL", "POSIX")
                .environment("ODD", "grün\n日本 ")
                .environment("EMPTY", "")
                .environment("LD_LIBRARY_PATH", "/no/such/ä")
                .environment("JAVA_TOOL_OPTIONS", "-Dtool=ü")
                .environment("JDK_JAVA_OPTIONS", "-Djdk=ü")
                .environment("_JAVA_OPTIONS", "-Dother=ü")
                .app(Server.class, "socket", port);
    }

    private static List<String> unmarked(long pid) {
        return ProcFile.environment(pid).stream()
                .filter(entry -> !entry.startsWith(Launch.MARK) && !entry.startsWith("CLUTCH_"))
                .sorted()
                .toList();
    }

    @EachJdk
    void signalsOfTheWorkersAreThoseOfAPlainLaunch(Jdk jdk) throws Exception {
        var plain = unusual(jdk).jvm("-Dclutch.enabled=false").start().awaitListeners(port, 1);
        var expected = signals(plain.pid());
        plain.close();
        var running = unusual(jdk).start().awaitListeners(port, 2);

        assertThat(expected.get("SigIgn")).isNotEqualTo("0000000000000000");
        for (var worker : running.workers()) {
            assertThat(signals(worker.pid())).isEqualTo(expected);
        }
        // HUP is ignored: so it is in the master.
        assertThat(signals(running.pid()).get("SigIgn")).isEqualTo(expected.get("SigIgn"));
    }

    /** As nohup does it, and a careless program that blocks a signal and executes another. */
    private Launch unusual(Jdk jdk) {
        return bench.on(jdk)
                .wrapped("env", "--ignore-signal=HUP", "--block-signal=USR1")
                .agent("workers=2")
                .app(Server.class, "socket", port);
    }

    /** What the program of a process was given; of the thread in which no Java runs. */
    private static Map<String, String> signals(long pid) throws IOException {
        Map<String, String> signals = new TreeMap<>();
        var file = Path.of("/proc/" + pid + "/task/" + pid + "/status");
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("SigBlk:") || line.startsWith("SigIgn:")) {
                signals.put(line.substring(0, 6), line.substring(7).strip());
            }
        }
        return signals;
    }

    @EachJdk
    void descriptorsAreThoseOfAPlainLaunch(Jdk jdk) throws Exception {
        var secret = bench.file("secret", "open in whoever launches\n");
        var plain = launchedWith(secret, jdk).jvm("-Dclutch.enabled=false").start();
        var expected = files(plain.awaitListeners(port, 1).pid());
        plain.close();
        var running = launchedWith(secret, jdk).start().awaitListeners(port, 2);

        assertThat(expected).anyMatch(file -> file.endsWith("secret"));
        // A descriptor that the launch inherited stays with the launch, as ever.
        expected.removeIf(file -> file.endsWith("secret"));
        for (var worker : running.workers()) {
            assertThat(files(worker.pid())).isEqualTo(expected);
        }
        assertThat(files(running.pid()))
                .noneMatch(file -> file.endsWith("secret") || file.contains("test-classes"))
                .noneMatch(file -> file.startsWith("pipe:"));
    }

    private Launch launchedWith(Path secret, Jdk jdk) {
        return bench.on(jdk)
                .wrapped("/bin/sh", "-c", "exec 9<'" + secret + "'; exec \"$@\"", "sh")
                .agent("workers=2")
                .app(Server.class, "socket", port);
    }

    /** What a process has open, but for sockets and what the JVM makes for itself. */
    private static List<String> files(long pid) {
        return new ArrayList<>(
                descriptors(pid).values().stream()
                        .filter(file -> !file.startsWith("socket:"))
                        .filter(file -> !file.startsWith("anon_inode:"))
                        .filter(file -> !file.contains("std"))
                        // Opened by the JDK for its random numbers.
                        .filter(file -> !file.contains("random"))
                        .sorted()
                        .distinct()
                        .toList());
    }

    @EachJdk
    void withoutTheNativeLibraryTheMasterStaysInTheLaunchJvm(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        var launch =
                Namespaces.withoutPrograms(
                        scratch,
                        bench.on(jdk)
                                .agent("workers=2,log=debug")
                                .app(Server.class, "socket", port));
        var running =
                Namespaces.readOnlyBut(scratch, launch)
                        .jvm("-Djava.io.tmpdir=" + scratch)
                        .start()
                        .awaitListeners(port, 2);
        assertThat(ProcFile.arguments(running.pid())).isEqualTo(running.arguments());
        assertThat(running.err().lines().filter(line -> line.contains("launch JVM")))
                .singleElement()
                .asString()
                .contains("there is no native library");
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    @EachJdk
    void signalThatComesWhileTheJvmIsExchangedEndsTheLaunchInOrder(Jdk jdk) throws Exception {
        for (int i = 0; i < 5; i++) {
            var scratch = Files.createDirectory(bench.directory().resolve("scratch" + i));
            var running =
                    bench.on(jdk).agent("workers=2,dir=" + scratch).app(NeverListens.class).start();
            Await.until(
                    "it has become a master",
                    () ->
                            ProcFile.arguments(running.pid()).stream()
                                    .anyMatch(name -> name.startsWith("clutch: master")));
            running.signal("TERM");
            assertThat(running.awaitExit().status()).isEqualTo(143);
            running.awaitNothingLeft();
            assertThat(scratch).isEmptyDirectory();
        }
    }

    @EachJdk
    void asProcessOneTheMasterReapsWhateverHasLostItsParent(Jdk jdk) {
        var done = bench.directory().resolve("done");
        var running =
                Namespaces.asPidOne(
                                bench.on(jdk).agent("workers=2").app(Orphaner.class, port, done))
                        .start()
                        .awaitListeners(port, 2);
        var master = ProcFile.parent(running.worker(1).pid()).orElseThrow();
        Await.until("the orphan has ended", () -> Files.exists(done));
        Await.until("no zombie is left", () -> zombies(master).isEmpty());
        assertThat(running.workers()).hasSize(2);
        Running.signal(master, "TERM");
        assertThat(running.awaitExit().status()).isZero();
    }

    private static List<Long> zombies(long parent) {
        return ProcFile.pids().stream()
                .filter(pid -> ProcFile.parent(pid).equals(Optional.of(parent)))
                .filter(pid -> !ProcFile.isAlive(pid))
                .toList();
    }

    private static Map<Integer, String> descriptors(long pid) {
        Map<Integer, String> links = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (var file : files.toList()) {
                // Where it leads to while it is closed is nobody's business.
                ProcFile.link(file)
                        .ifPresent(
                                link ->
                                        links.put(
                                                Integer.valueOf(file.getFileName().toString()),
                                                link));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return links;
    }

    private static String maps(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps"));
    }

    private static Path directory(long pid) throws IOException {
        return Path.of("/proc/" + pid + "/cwd").toRealPath();
    }
}
