package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.clutch.it.apps.Crasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code java -jar clutch.jar …} against a running master. */
class CliTest {

    /** No process has this id: it is beyond the largest that Linux gives. */
    private static final long NOBODY = 4_194_305;

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void statusIsToldToPeopleAndToPrograms(Jdk jdk) {
        var running = start(jdk);
        var text = cli(jdk, "status", running.pid());
        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains("master " + running.pid(), "2 workers", Integer.toString(port))
                .contains(Long.toString(running.worker(1).pid()))
                .contains(Long.toString(running.worker(2).pid()));

        var status = json(cli(jdk, "status", running.pid(), "--json")).getAsJsonObject("result");
        assertThat(status.get("pid").getAsLong()).isEqualTo(running.pid());
        assertThat(status.get("workers").getAsInt()).isEqualTo(2);
        var slots = status.getAsJsonArray("slots");
        assertThat(slots).hasSize(2);
        assertThat(slots.get(1).getAsJsonObject().get("slot").getAsInt()).isEqualTo(2);
        assertThat(slots.get(1).getAsJsonObject().get("pid").getAsLong())
                .isEqualTo(running.worker(2).pid());
        var address = status.getAsJsonArray("addresses").get(0).getAsJsonObject();
        assertThat(address.get("port").getAsInt()).isEqualTo(port);
    }

    @EachJdk
    void pidIsNotNeededWhereOneMasterRuns(Jdk jdk) {
        // As a user of its own: other tests run masters at the same time.
        var user = Users.other(65532);
        var none = user.launch(tool(jdk, "status")).run();
        assertThat(none.status()).as(none.out()).isEqualTo(3);
        assertThat(none.err()).isNotBlank();

        var running = user.launch(server(jdk)).start().awaitListeners(port, 2);
        var status = user.launch(tool(jdk, "status", "--json")).run();
        assertThat(json(status).getAsJsonObject("result").get("pid").getAsLong())
                .isEqualTo(running.pid());
        var stop = user.launch(tool(jdk, "stop")).run();
        assertThat(stop.status()).as(stop.err()).isZero();
        assertThat(running.awaitExit().status()).isZero();
    }

    @EachJdk
    void scaleAddsAndRemovesWorkers(Jdk jdk) {
        var running = start(jdk);
        assertThat(cli(jdk, "scale", 4, running.pid()).status()).isZero();
        running.awaitListeners(port, 4);
        assertThat(json(cli(jdk, "scale", 1, running.pid(), "--json")).get("ok").getAsBoolean())
                .isTrue();
        Await.until("one worker", () -> running.workers().size() == 1);
        assertThat(running.worker(1).slot()).isEqualTo(1);
        assertThat(Ports.listeners(port)).isEqualTo(1);
    }

    @EachJdk
    void reloadReplacesAndWaits(Jdk jdk) {
        var running = start(jdk);
        var reload = cli(jdk, "reload", running.pid());
        assertThat(reload.status()).as(reload.err()).isZero();
        running.awaitOut("up 2 2\n");
        assertThat(running.workers())
                .allSatisfy(
                        worker ->
                                assertThat(worker.environment("CLUTCH_GENERATION")).contains("2"));
    }

    @EachJdk
    void failedReloadSaysWhy(Jdk jdk) throws IOException {
        var running = start(jdk);
        var workers = running.workers();
        Files.createFile(crash());
        var text = cli(jdk, "reload", running.pid());
        assertThat(text.status()).isEqualTo(1);
        assertThat(text.err()).contains("exit status 9");
        var json = cli(jdk, "reload", running.pid(), "--json");
        assertThat(json.status()).isEqualTo(1);
        var answer = JsonParser.parseString(json.out()).getAsJsonObject();
        assertThat(answer.get("ok").getAsBoolean()).isFalse();
        assertThat(answer.get("reason").getAsString()).contains("exit status 9");
        Await.until("the old ones stay", () -> running.workers().equals(workers));
    }

    @EachJdk
    void stopWaitsUntilTheMasterIsGone(Jdk jdk) {
        var running = start(jdk);
        var stop = cli(jdk, "stop", running.pid());
        assertThat(stop.status()).as(stop.err()).isZero();
        assertThat(ProcFile.isAlive(running.pid())).isFalse();
        assertThat(running.awaitExit().status()).isZero();
        assertThat(running.out()).contains("down 1 1\n", "down 2 1\n");
        running.awaitNothingLeft();
    }

    @EachJdk
    void versionNeedsNoMaster(Jdk jdk) {
        var version = cli(jdk, "version");
        assertThat(version.status()).isZero();
        assertThat(version.out()).contains("0.1.0");
        assertThat(json(cli(jdk, "version", "--json")).get("ok").getAsBoolean()).isTrue();
    }

    @EachJdk
    void missingMasterIsStatusThree(Jdk jdk) {
        var self = ProcessHandle.current().pid();
        for (var pid : new long[] {NOBODY, self}) {
            for (var command : new String[] {"status", "reload", "stop"}) {
                var finished = cli(jdk, command, pid);
                assertThat(finished.status()).as("%s %s", command, finished).isEqualTo(3);
                assertThat(finished.out()).isEmpty();
                assertThat(finished.err()).isNotBlank().doesNotContain("\tat ");
            }
        }
        var json = cli(jdk, "status", NOBODY, "--json");
        assertThat(json.status()).isEqualTo(3);
        assertThat(JsonParser.parseString(json.out()).getAsJsonObject().get("ok").getAsBoolean())
                .isFalse();
    }

    @EachJdk
    void wrongUsageIsStatusTwo(Jdk jdk) {
        for (var words :
                new Object[][] {
                    {},
                    {"stats"},
                    {"scale"},
                    {"scale", "many"},
                    {"scale", -1},
                    {"scale", 100000},
                    {"status", "abc"},
                    {"status", "--jsn"},
                    {"stop", 1, 2}
                }) {
            var finished = cli(jdk, words);
            assertThat(finished.status()).as("%s: %s", words, finished).isEqualTo(2);
            assertThat(finished.err()).isNotBlank().doesNotContain("\tat ");
        }
    }

    private Running start(Jdk jdk) {
        return server(jdk).start().awaitListeners(port, 2);
    }

    private Launch server(Jdk jdk) {
        return bench.on(jdk).agent("workers=2").app(Crasher.class, port, crash(), 9);
    }

    private Path crash() {
        return bench.directory().resolve("crash");
    }

    private Finished cli(Jdk jdk, Object... words) {
        return tool(jdk, words).run();
    }

    private Launch tool(Jdk jdk, Object... words) {
        return bench.on(jdk).jar(Applications.clutchJar(), words);
    }

    private static JsonObject json(Finished finished) {
        assertThat(finished.status()).as(finished.toString()).isZero();
        return JsonParser.parseString(finished.out()).getAsJsonObject();
    }
}
