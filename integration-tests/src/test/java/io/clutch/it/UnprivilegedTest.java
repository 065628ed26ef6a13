package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.load.Load;
import io.clutch.it.load.LoadMain;
import io.clutch.it.load.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A reload under load loses nothing either where a process may do next to nothing. */
class UnprivilegedTest {

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Jdk> oldestAndNewest() {
        return Stream.of(Jdks.oldest(), Jdks.newest()).distinct();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldestAndNewest")
    void ordinaryUser(Jdk jdk) throws Exception {
        openScratch();
        new LoadThroughReload(bench, Stack.JDK_HTTP, jdk).in(UnprivilegedTest::user).judge(1);
    }

    @Test
    void smallTemporaryDirectoryAllElseReadOnly() throws Exception {
        new LoadThroughReload(bench, Stack.JDK_HTTP, Jdks.newest())
                .in(launch -> user(Namespaces.smallTemporary(Map.of(scratch(), ""), launch)))
                .judge(1);
    }

    @Test
    void temporaryDirectoryWithoutExecution() throws Exception {
        new LoadThroughReload(bench, Stack.JDK_HTTP, Jdks.newest())
                .in(launch -> user(Namespaces.withoutPrograms(scratch(), launch)))
                .judge(1);
    }

    @Test
    void nothingButTheNamedDirectoryAllowsExecution() throws Exception {
        var programs = Files.createDirectory(bench.directory().resolve("programs"));
        var mounts = Map.of(scratch(), ",noexec", programs, "");
        new LoadThroughReload(bench, Stack.JDK_HTTP, Jdks.oldest())
                .in(
                        launch ->
                                user(Namespaces.smallTemporary(mounts, launch))
                                        .jvm("-Dclutch.native-dir=" + programs))
                .judge(1);
    }

    @Test
    void nothingAllowsExecution() throws Exception {
        var load =
                new LoadThroughReload(bench, Stack.JDK_HTTP, Jdks.newest())
                        .in(
                                launch ->
                                        user(
                                                Namespaces.smallTemporary(
                                                        Map.of(scratch(), ",noexec"), launch)));
        var running = load.start().awaitListeners(load.port(), 2);
        assertThat(running.err().lines().filter(line -> line.contains(" WARN ")))
                .singleElement()
                .asString()
                .contains("no native library", "may lose connections");
        var ledger = Load.run(LoadPlan.on(load.port()).withRequests(200));
        assertThat(ledger.answered()).as(ledger.toString()).isEqualTo(200);
        assertThat(ledger.answersByProcess()).hasSize(2);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oldestAndNewest")
    void systemCallsThatContainersRefuse(Jdk jdk) throws Exception {
        var refuse = Seccomp.launcher(bench.directory());
        openScratch();
        var load =
                new LoadThroughReload(bench, Stack.JDK_HTTP, jdk)
                        .in(launch -> Users.ordinary().launch(launch).wrapped(refuse.toString()));
        var running = load.start().awaitListeners(load.port(), 2);
        assertThat(Files.readString(Path.of("/proc/" + running.worker(1).pid() + "/status")))
                .containsPattern("Seccomp:\\s+2")
                .containsPattern("NoNewPrivs:\\s+1")
                .containsPattern("CapEff:\\s+0000000000000000");
        load.judge(running, () -> LoadThroughReload.reload(running, 1));
    }

    @Test
    void kernelThatMigratesConnections() throws Exception {
        var jdk = Jdks.newest();
        var load =
                new LoadThroughReload(bench, Stack.JDK_HTTP, jdk)
                        .in(Namespaces::migratingConnections);
        var running = load.start();
        Await.until("both listen", () -> listening(running) == 2);
        var client =
                bench.on(jdk)
                        .wrapped("nsenter", "--net=/proc/" + running.pid() + "/ns/net")
                        .inputSilent()
                        .app(LoadMain.class, load.arguments())
                        .start();
        LoadThroughReload.reload(running, 1);
        Await.until("four have listened", () -> listening(running) == 4);
        client.input().close();
        var finished = client.awaitExit();
        System.out.println("load through reload, tcp_migrate_req=1: " + finished.out().strip());
        assertThat(finished.status()).as(finished.toString()).isZero();
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    private static Launch user(Launch launch) {
        return Users.ordinary().launch(launch);
    }

    private static long listening(Running running) {
        return running.out().lines().filter("listening"::equals).count();
    }

    private Path scratch() {
        return UnderLoad.scratch(bench);
    }

    private void openScratch() throws IOException {
        Files.setPosixFilePermissions(scratch(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
