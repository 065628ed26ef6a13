package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.clutch.admin.FakeCluster;
import io.clutch.cli.Rig.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a master is told to do, against real control sockets of fake clusters. */
@Timeout(60)
final class OrdersTest {

    @TempDir Path base;
    @TempDir Path proc;
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(base, proc);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void reloadPrintsItsProgressAsItComes() throws Exception {
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("reload");
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
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("reload", "1234");
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
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("reload", "--json");
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
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("scale", "7", "--json");
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
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("reload");
        cluster.reply();
        rig.close();

        assertThat(command.join())
                .isEqualTo(new Ended(1, "master 1234 (app)\n", "clutch: the master ends\n"));
    }

    @Test
    void scaleTakesThePidLast() throws Exception {
        FakeCluster cluster = rig.master("app", 1234);
        CompletableFuture<Ended> command = rig.start("scale", "6", "1234");
        cluster.reply().done("6 workers");

        assertThat(command.join()).isEqualTo(new Ended(0, "master 1234 (app)\n6 workers\n", ""));
        assertThat(cluster.orders).containsExactly("scale 6");
    }

    @Test
    void stopWaitsUntilTheProcessIsGone() throws Exception {
        FakeCluster cluster = rig.master("app", 1234);
        rig.process(1234, "S");
        CompletableFuture<Ended> command = rig.start("stop");
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
        FakeCluster cluster = rig.master("app", 1234);
        rig.process(1234, "S");
        CompletableFuture<Ended> command = rig.start("stop", "--now");
        var reply = cluster.reply();
        rig.process(1234, "Z");
        reply.done("killed");

        assertThat(command.join())
                .isEqualTo(
                        new Ended(
                                0, "master 1234 (app)\nkilled\nmaster 1234: exit status 1\n", ""));
        assertThat(cluster.orders).containsExactly("stop now");
    }
}
