package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Workers whose processes do not run; who is given connections meanwhile is in TrafficTest. */
final class SilenceTest {

    @Test
    void oneThatSpeaksAgainIsToldAndLeft() {
        var stage = Stage.serving(2);
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(20));
        assertThat(stage.status().slots().get(1).state()).isEqualTo("silent");
        stage.speak(id(2, 1));
        stage.pass(Duration.ofMinutes(5));

        assertThat(stage.log.lines)
                .containsExactly(
                        "INFO banner on 0.0.0.0:8080",
                        "WARN slot 2: pid 102 has been silent for 3.0 s: it gets no new"
                                + " connections",
                        "INFO slot 2: pid 102 speaks again after 21.0 s: it gets new connections");
        assertThat(stage.status().slots().get(1).state()).isEqualTo("serving");
        assertThat(stage.started).hasSize(2);
    }

    @Test
    void oneThatHangsIsAskedForItsThreadsThenKilledAndReplaced() {
        var stage = Stage.serving(2);
        stage.silence(id(2, 1));
        stage.pass(Duration.ofMillis(59_900));
        assertThat(stage.dumped).isEmpty();
        stage.pass(Duration.ofMillis(100));
        assertThat(stage.dumped).containsExactly(id(2, 1));
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.DumpThreads());
        assertThat(stage.status().slots().get(1).state()).isEqualTo("overdue");
        assertThat(stage.killed).isEmpty();
        stage.pass(Duration.ofSeconds(2));

        assertThat(stage.killed).containsExactly(id(2, 1));
        assertThat(stage.started).endsWith(id(2, 2));
        assertThat(stage.log.lines)
                .endsWith(
                        "WARN slot 2: pid 102 hung: silent for 60.0 s; it is killed, after it has"
                                + " been told to write out what its threads do",
                        "WARN slot 2: pid 102 ended after 62.0 s: hung: silent for 60.0 s, killed"
                                + " by SIGKILL (status 137); the next one starts at once");
        stage.serve(id(2, 2));
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
    }

    @Test
    void zeroMeansNever() {
        var stage = RuleSheet.of(2).hangTimeout(Duration.ZERO).stage().begin().serveAll();
        stage.silence(id(2, 1));
        stage.pass(Duration.ofDays(1));

        assertThat(stage.killed).isEmpty();
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
    }

    @Test
    void aTimeoutAsShortAsSuspicionWorks() {
        var stage = RuleSheet.of(2).hangTimeout(Silence.SUSPICIOUS).stage().begin().serveAll();
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.dumped).containsExactly(id(2, 1));
    }

    @Test
    void whenTheMasterWasStoppedNobodyElseIsToBlame() {
        var stage = Stage.serving(2);
        for (int i = 0; i < 5; i++) {
            stage.silence(id(1, 1));
            stage.silence(id(2, 1));
            stage.lapse(Duration.ofMinutes(2));
            assertThat(stage.traffic.admitted).hasSize(2);
            stage.speak(id(1, 1));
            stage.speak(id(2, 1));
            stage.pass(Duration.ofSeconds(5));
        }

        assertThat(stage.killed).isEmpty();
        assertThat(stage.log.lines).containsExactly("INFO banner on 0.0.0.0:8080");
    }

    @Test
    void whoWasSilentBeforeTheMasterWasStoppedStaysDivertedButHasItsTimeAgain() {
        var stage = Stage.serving(2);
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(50));
        stage.lapse(Duration.ofSeconds(30));
        assertThat(stage.dumped).isEmpty();
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
        stage.pass(Duration.ofSeconds(59));
        assertThat(stage.dumped).isEmpty();
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.dumped).containsExactly(id(2, 1));
    }

    @Test
    void oneThatHasNotLinkedIsNotJudged() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.pass(Duration.ofSeconds(59));

        assertThat(stage.log.lines).noneMatch(line -> line.contains("silent"));
    }

    @Test
    void oneThatHangsBeforeItListensIsReplacedToo() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.link(id(2, 2));
        stage.silence(id(2, 2));
        stage.pass(Duration.ofSeconds(63));

        assertThat(stage.killed).containsExactly(id(2, 2));
        assertThat(stage.log.lines).contains("WARN slot 2: pid 103 has been silent for 3.0 s");
    }

    @Test
    void aProgramThatNeverListensMayBeStopped() {
        var stage = new Stage(Stage.rules(2)).begin();
        stage.link(id(1, 1));
        stage.silence(id(1, 1));
        stage.pass(Duration.ofDays(1));
        assertThat(stage.killed).isEmpty();
        stage.speak(id(1, 1));
        stage.listen(id(1, 1));
        stage.pass(Duration.ofSeconds(10));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
    }

    @Test
    void aStoppingWorkerHasItsGraceHoweverSilentItIs() {
        var stage =
                RuleSheet.of(2)
                        .grace(Duration.ofMinutes(5))
                        .hangTimeout(Duration.ofSeconds(10))
                        .stage()
                        .begin()
                        .serveAll();
        stage.obedient = false;
        stage.scale(1);
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(299));

        assertThat(stage.killed).isEmpty();
        assertThat(stage.dumped).isEmpty();
    }

    @Test
    void aNewWorkerThatHangsFailsTheReload() {
        var stage = RuleSheet.of(2).hangTimeout(Duration.ofSeconds(20)).stage();
        stage.begin().serveAll();
        var reply = stage.reload();
        stage.link(id(1, 2));
        stage.silence(id(1, 2));
        stage.pass(Duration.ofSeconds(23));

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 103 ended before it listened: hung: silent"
                                + " for 20.0 s, killed by SIGKILL (status 137); all slots keep"
                                + " their old workers");
    }

    @Test
    void anIdleMasterWakesLessThanOnceASecond() {
        var stage = Stage.serving(8);
        int before = stage.ticks;
        stage.pass(Duration.ofMinutes(1));

        assertThat(stage.ticks - before).isLessThanOrEqualTo(60);
        stage.silence(id(3, 1));
        stage.pass(Duration.ofSeconds(10));
        before = stage.ticks;
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.ticks - before).isLessThanOrEqualTo(60);
    }
}
