package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.clutch.admin.FakeCluster;
import io.clutch.cli.Rig.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of masters, against real control sockets of fake clusters. */
@Timeout(60)
final class ClutchCommandTest {

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
    void statusOfTheOnlyMaster() throws IOException {
        rig.master("wiremock-standalone.jar", 1234);

        assertThat(rig.run("status"))
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
        rig.master("app", 1234);

        Ended ended = rig.run("status", "--json");

        assertThat(ended.status()).isZero();
        JsonObject json = ended.json();
        assertThat(json.get("ok").getAsBoolean()).isTrue();
        JsonObject result = json.getAsJsonObject("result");
        assertThat(result.get("pid").getAsLong()).isEqualTo(1234);
        assertThat(result.getAsJsonArray("slots")).hasSize(2);
    }

    @Test
    void aPidSelectsAmongSeveral() throws IOException {
        rig.master("one", 1001);
        rig.master("two", 1002);

        assertThat(rig.run("status", "1002").out()).startsWith("two  master 1002");
        assertThat(rig.run("status", "--json", "1001").out()).contains("\"one\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload", "scale 3", "stop"})
    void severalMastersAreToChooseFrom(String command) throws IOException {
        rig.master("one", 1001);
        rig.master("two", 1002);

        assertThat(rig.run(command.split(" ")))
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
        assertThat(rig.run(command.split(" ")))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                "clutch: no Clutch master is running for uid %d (looked in %s)\n"
                                        .formatted(Rig.UID, base)));
    }

    @Test
    void noMasterAsJson() {
        Ended ended = rig.run("reload", "--json");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.json().get("ok").getAsBoolean()).isFalse();
        assertThat(ended.json().get("status").getAsInt()).isEqualTo(3);
        assertThat(ended.json().get("reason").getAsString())
                .startsWith("no Clutch master is running");
    }

    @Test
    void aPidThatIsNoMasterIsToldWhatThereIs() throws IOException {
        rig.master("one", 1001);

        assertThat(rig.run("reload", "9999999"))
                .isEqualTo(
                        new Ended(
                                3,
                                "",
                                """
                                clutch: process 9999999 is no Clutch master of uid %d; these are:
                                     1001  one
                                """
                                        .formatted(Rig.UID)));
        assertThat(rig.run("reload", "9921").err())
                .isEqualTo(
                        "clutch: process 9921 is the worker in slot 2 of master 1001 (one), not a"
                                + " master\n");
    }

    @Test
    void listShowsAllAndNoneIsFine() throws IOException {
        assertThat(rig.run("list")).isEqualTo(new Ended(0, "", ""));
        assertThat(rig.run("list", "--json").json())
                .isEqualTo(JsonParser.parseString("{\"ok\":true,\"masters\":[]}"));
        assertThat(rig.run("list", "5").status()).isEqualTo(3);

        rig.master("one", 1001);
        FakeCluster ill = rig.master("two", 1002);
        ill.status = CompletableFuture.failedFuture(new IllegalStateException("ill"));

        assertThat(rig.run("list").out())
                .isEqualTo(
                        """
                        one  master 1001  running  2 workers  up 2h13m  8080 shared by 2
                        ?  master 1002  does not tell how it is: the master cannot tell its status: java.lang.IllegalStateException: ill
                        """);
        assertThat(rig.run("list", "--json").json().getAsJsonArray("masters")).hasSize(2);
    }

    @Test
    void aMasterThatCannotTellItsStatusIsAFailure() throws IOException {
        rig.master("ill", 1002).status =
                CompletableFuture.failedFuture(new IllegalStateException("ill"));

        assertThat(rig.run("status"))
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
        assertThat(rig.run("version")).isEqualTo(new Ended(0, "clutch 0.1.0\n", ""));
        assertThat(rig.run("--version")).isEqualTo(new Ended(0, "clutch 0.1.0\n", ""));

        rig.master("app", 1234);

        assertThat(rig.run("version").out())
                .isEqualTo("clutch 0.1.0\nmaster 1234 (app) runs clutch 0.1.0\n");
        assertThat(rig.run("version", "--json").json())
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"ok":true,"version":"0.1.0",
                                 "masters":[{"pid":1234,"name":"app","version":"0.1.0"}]}
                                """));
        assertThat(rig.run("version", "7").status()).isEqualTo(3);
    }
}
