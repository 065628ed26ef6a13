package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.clutch.admin.ControlServer;
import io.clutch.admin.FakeCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against real control sockets of fake clusters. */
@Timeout(60)
final class ClutchCommandTest {

    private static final long UID = Uid.own();

    /** What a command left behind. */
    private record Ended(int status, String out, String err) {

        JsonObject json() {
            assertThat(err).isEmpty();
            return JsonParser.parseString(out).getAsJsonObject();
        }
    }

    @TempDir Path base;
    @TempDir Path proc;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void statusOfTheOnlyMaster() throws IOException {
        master("wiremock-standalone.jar", 1234);

        assertThat(run("status"))
                .isEqualTo(
                        new Ended(
                                0,
                                """
                                wiremock-standalone.jar  master 1234  running  2 workers  up 2h13m  8080 shared by 2
                                slot  gen    pid  state     up      restarts
                                   1    1   1240  serving   2h13m   0         leader
                                   2    3   9921  serving   4m      2         last: killed by SIGKILL (status 137), 4m ago
                                """,
                                ""));
    }

    @Test
    void statusAsJsonIsTheMastersAnswer() throws IOException {
        master("app", 1234);

        Ended ended = run("status", "--json");

        assertThat(ended.status()).isZero();
        JsonObject json = ended.json();
        assertThat(json.get("ok").getAsBoolean()).isTrue();
        JsonObject result = json.getAsJsonObject("result");
        assertThat(result.get("pid").getAsLong()).isEqualTo(1234);
        assertThat(result.getAsJsonArray("slots")).hasSize(2);
    }

    @Test
    void aPidSelectsAmongSeveral() throws IOException {
        master("one", 1001);
        master("two", 1002);

        assertThat(run("status", "1002").out()).startsWith("two  master 1002");
        assertThat(run("status", "--json", "1001").out()).contains("\"one\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload", "scale 3", "stop"})
    void severalMastersAreToChooseFrom(String command) throws IOException {
        master("one", 1001);
        master("two", 1002);

        assertThat(run(command.split(" ")))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                """
                                clutch: several Clutch masters are running, say which one by its pid:
                                     1001  one
                                     1002  two
                                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload", "scale 3", "stop --now", "status 77"})
    void noMasterAtAll(String command) {
        assertThat(run(command.split(" ")))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                "clutch: no Clutch master is running for uid %d (looked in %s)\n"
                                        .formatted(UID, base)));
    }

    @Test
    void noMasterAsJson() {
        Ended ended = run("reload", "--json");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.json().get("ok").getAsBoolean()).isFalse();
        assertThat(ended.json().get("status").getAsInt()).isEqualTo(3);
        assertThat(ended.json().get("reason").getAsString())
                .startsWith("no Clutch master is running");
    }

    @Test
    void aPidThatIsNoMasterIsToldWhatThereIs() throws IOException {
        master("one", 1001);

        assertThat(run("reload", "9999999"))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                """
                                clutch: process 9999999 is no Clutch master of uid %d; these are:
                                     1001  one
                                """
                                        .formatted(UID)));
        assertThat(run("reload", "9921").err())
                .isEqualTo(
                        "clutch: process 9921 is the worker in slot 2 of master 1001 (one), not a"
                                + " master\n");
    }

    @Test
    void theSocketOfADeadMasterIsSkipped() throws IOException {
        Path stale = directory(1000).resolve("control.sock");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stale));
        }
        Files.createFile(directory(1001).resolve("control.sock"));
        directory(1002);
        master("alive", 1003);

        assertThat(run("status").out()).startsWith("alive  master 1003");
        assertThat(run("list").out())
                .isEqualTo("alive  master 1003  running  2 workers  up 2h13m  8080 shared by 2\n");
        assertThat(run("status", "1000").status()).isEqualTo(3);
    }

    @Test
    void aMasterIsFoundByTheKernelsTableWhereverItIs() throws IOException {
        master("elsewhere", 1234);
        Path table = proc.resolve("unix");
        Files.writeString(
                table,
                """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000091b1d8f1: 00000002 00000000 00010000 0001 01 10661 %s/clutch-%d/1234/control.sock
                """
                        .formatted(base, UID),
                StandardCharsets.UTF_8);
        var masters = new Masters(UID, Optional.of(table), List.of());

        assertThat(masters.sockets()).extracting(ControlSocket::pid).containsExactly(1234L);
        // The same one by both ways is one.
        var both = new Masters(UID, Optional.of(table), List.of(base, base.resolve(".")));
        assertThat(both.sockets()).hasSize(1);
        assertThat(both.places()).startsWith(table + ", " + base);
    }

    @Test
    void theRealTableShowsARealMaster() throws IOException {
        master("real", 1234);

        var masters = new Masters(UID, Optional.of(Path.of("/proc/net/unix")), List.of());

        assertThat(masters.sockets())
                .contains(
                        new ControlSocket(
                                1234, base.resolve("clutch-" + UID + "/1234/control.sock")));
    }

    @Test
    void whatBelongsToAnotherUserIsNotTrusted() throws IOException {
        master("mine", 1234);

        // Seen with the eyes of another user, the directories have the wrong owner.
        Files.move(base.resolve("clutch-" + UID), base.resolve("clutch-" + (UID + 1)));
        var masters = new Masters(UID + 1, Optional.empty(), List.of(base));

        assertThat(masters.sockets()).isEmpty();
    }

    @Test
    void dirIsLookedInAloneIfGiven() throws IOException {
        master("mine", 1234);
        Path empty = Files.createDirectory(base.resolve("empty"));

        assertThat(run("status", "--dir", base.toString()).status()).isZero();
        assertThat(run("status", "--dir=" + empty).err())
                .endsWith("(looked in %s)\n".formatted(empty));
    }

    @Test
    void reloadPrintsItsProgressAsItComes() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("reload");
        var reply = cluster.reply();
        reply.progress("slot 1: generation 2 serves");
        reply.progress("slot 2: generation 4 serves");
        reply.done("reloaded 2 workers in 3s");

        assertThat(command.join())
                .isEqualTo(
                        new Ended(
                                0,
                                """
                                master 1234 (app)
                                slot 1: generation 2 serves
                                slot 2: generation 4 serves
                                reloaded 2 workers in 3s
                                """,
                                ""));
    }

    @Test
    void reloadThatFailsSaysWhyOnStderr() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("reload", "1234");
        var reply = cluster.reply();
        reply.progress("slot 1: generation 2 started");
        reply.failed("slot 1: generation 2 ended with exit status 1 before it listened");

        assertThat(command.join())
                .isEqualTo(
                        new Ended(
                                1,
                                "master 1234 (app)\nslot 1: generation 2 started\n",
                                "clutch: slot 1: generation 2 ended with exit status 1 before it"
                                        + " listened\n"));
    }

    @Test
    void reloadAsJsonIsOneObject() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("reload", "--json");
        var reply = cluster.reply();
        reply.progress("slot 1: generation 2 serves");
        reply.done("reloaded");

        assertThat(command.join().json())
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"ok":true,"message":"reloaded","pid":1234,
                                 "progress":["slot 1: generation 2 serves"]}
                                """));
    }

    @Test
    void failureAsJsonIsOneObject() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("scale", "7", "--json");
        cluster.reply().failed("a reload is running");

        Ended ended = command.join();
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.json())
                .isEqualTo(
                        JsonParser.parseString(
                                "{\"ok\":false,\"reason\":\"a reload is running\",\"status\":1}"));
        assertThat(cluster.orders).containsExactly("scale 7");
    }

    @Test
    void aMasterThatIsLostDuringAReloadIsAFailure() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("reload");
        cluster.reply();
        closeAll();

        assertThat(command.join())
                .isEqualTo(new Ended(1, "master 1234 (app)\n", "clutch: the master ends\n"));
    }

    @Test
    void scaleTakesThePidLast() throws Exception {
        FakeCluster cluster = master("app", 1234);
        CompletableFuture<Ended> command = start("scale", "6", "1234");
        cluster.reply().done("6 workers");

        assertThat(command.join()).isEqualTo(new Ended(0, "master 1234 (app)\n6 workers\n", ""));
        assertThat(cluster.orders).containsExactly("scale 6");
    }

    @Test
    void stopWaitsUntilTheProcessIsGone() throws Exception {
        FakeCluster cluster = master("app", 1234);
        process(1234, "S");
        CompletableFuture<Ended> command = start("stop");
        var reply = cluster.reply();
        reply.progress("slot 1: stopped");
        reply.done("stopped");
        assertThat(command).isNotDone();
        Files.delete(proc.resolve("1234/stat"));

        assertThat(command.join())
                .isEqualTo(new Ended(0, "master 1234 (app)\nslot 1: stopped\nstopped\n", ""));
        assertThat(cluster.orders).containsExactly("stop");
    }

    @Test
    void stopNowSaysHowTheMasterEndedIfThatCanBeSeen() throws Exception {
        FakeCluster cluster = master("app", 1234);
        process(1234, "S");
        CompletableFuture<Ended> command = start("stop", "--now");
        var reply = cluster.reply();
        process(1234, "Z");
        reply.done("killed");

        assertThat(command.join())
                .isEqualTo(
                        new Ended(
                                0, "master 1234 (app)\nkilled\nmaster 1234: exit status 1\n", ""));
        assertThat(cluster.orders).containsExactly("stop now");
    }

    @Test
    void listShowsAllAndNoneIsFine() throws IOException {
        assertThat(run("list")).isEqualTo(new Ended(0, "", ""));
        assertThat(run("list", "--json").json())
                .isEqualTo(JsonParser.parseString("{\"ok\":true,\"masters\":[]}"));
        assertThat(run("list", "5").status()).isEqualTo(3);

        master("one", 1001);
        FakeCluster ill = master("two", 1002);
        ill.status = CompletableFuture.failedFuture(new IllegalStateException("ill"));

        assertThat(run("list").out())
                .isEqualTo(
                        """
                        one  master 1001  running  2 workers  up 2h13m  8080 shared by 2
                        ?  master 1002  does not tell how it is: the master cannot tell its status: java.lang.IllegalStateException: ill
                        """);
        assertThat(run("list", "--json").json().getAsJsonArray("masters")).hasSize(2);
    }

    @Test
    void aMasterThatCannotTellItsStatusIsAFailure() throws IOException {
        master("ill", 1002).status =
                CompletableFuture.failedFuture(new IllegalStateException("ill"));

        assertThat(run("status"))
                .isEqualTo(
                        new Ended(
                                1,
                                "",
                                "clutch: master 1002 does not tell how it is: the master cannot"
                                        + " tell its status: java.lang.IllegalStateException:"
                                        + " ill\n"));
    }

    @Test
    void versionTellsThisJarsAndTheMasters() throws IOException {
        assertThat(run("version")).isEqualTo(new Ended(0, "clutch 0.1.0\n", ""));
        assertThat(run("--version")).isEqualTo(new Ended(0, "clutch 0.1.0\n", ""));

        master("app", 1234);

        assertThat(run("version").out())
                .isEqualTo("clutch 0.1.0\nmaster 1234 (app) runs clutch 0.1.0\n");
        assertThat(run("version", "--json").json())
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"ok":true,"version":"0.1.0",
                                 "masters":[{"pid":1234,"name":"app","version":"0.1.0"}]}
                                """));
        assertThat(run("version", "7").status()).isEqualTo(3);
    }

    @Test
    void wrongUsageHasStatus2AndOneHint() {
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                """
                                clutch: a command is missing
                                Try 'java -jar clutch.jar --help'.
                                """));
        assertThat(run("sttus").err())
                .isEqualTo(
                        """
                        clutch: Unmatched argument at index 0: 'sttus'
                        Did you mean: java -jar clutch.jar status or java -jar clutch.jar stop?
                        """);
        assertThat(run("scale").status()).isEqualTo(2);
        assertThat(run("scale", "0").err())
                .startsWith(
                        "clutch: N is 0 and must be 1 to 254; to end the cluster use stop\nTry");
        assertThat(run("scale", "many").status()).isEqualTo(2);
        assertThat(run("status", "app").status()).isEqualTo(2);
        assertThat(run("status", "--frob").status()).isEqualTo(2);
        assertThat(run("stop", "--now=maybe").status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale --json", "scale 255 --json", "--json frob", "status --json 1 2"})
    void wrongUsageAsJsonIsOneObject(String arguments) {
        Ended ended = run(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.json().get("ok").getAsBoolean()).isFalse();
        assertThat(ended.json().get("status").getAsInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "status", "list", "reload", "scale", "stop", "version"})
    void helpTeachesAndFitsTheScreen(String command) {
        Ended ended = run((command + " --help").strip().split(" "));

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .startsWith("Usage: java -jar clutch.jar " + command)
                .containsPattern("Examples?:")
                .contains("Exit status:", "3   no such master");
        assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void theCompletionScriptIsForAnAlias() {
        Ended ended = run("generate-completion");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("complete -F _complete_clutch").contains("reload");
    }

    private FakeCluster master(String name, long pid) throws IOException {
        var cluster = new FakeCluster();
        cluster.status = CompletableFuture.completedFuture(FakeCluster.example(name, pid));
        open.add(
                ControlServer.open(
                        directory(pid).resolve("control.sock"), cluster, "0.1.0", peer -> null));
        return cluster;
    }

    private Path directory(long pid) throws IOException {
        return Files.createDirectories(base.resolve("clutch-" + UID).resolve("" + pid));
    }

    private void process(long pid, String state) throws IOException {
        Path directory = Files.createDirectories(proc.resolve("" + pid));
        String stat =
                "%d (java) %s %s500 %s256\n"
                        .formatted(pid, state, "0 ".repeat(18), "0 ".repeat(29));
        Path next = Files.writeString(proc.resolve("next"), stat);
        Files.move(next, directory.resolve("stat"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private CompletableFuture<Ended> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    private Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var place =
                new Place(() -> new Masters(UID, Optional.empty(), List.of(base)), proc, "0.1.0");
        int status =
                ClutchCommand.commandLine(place, arguments)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }
}
