package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is given new connections, and in which order that is changed. */
final class TrafficTest {

    @Test
    void aWorkerIsAdmittedWhenItListensAndNotBefore() {
        var stage = new Stage(Stage.rules(2)).begin();
        stage.link(id(1, 1));
        assertThat(stage.story).isEmpty();
        stage.listen(id(1, 1));
        assertThat(stage.story).containsExactly("admit 1.1");
        stage.bind(id(1, 1), 9090, false);
        stage.serve(id(2, 1));

        assertThat(stage.story).containsExactly("admit 1.1", "admit 2.1");
    }

    @Test
    void inAReloadTheNewOneIsAdmittedThenTheOldOneDivertedThenStopped() {
        var stage = Stage.serving(2);
        stage.story.clear();
        stage.reload();
        stage.serve(id(1, 2));
        stage.serve(id(2, 2));

        assertThat(stage.story)
                .containsExactly(
                        "admit 1.2",
                        "divert 1.1",
                        "stop 1.1",
                        "admit 2.2",
                        "divert 2.1",
                        "stop 2.1");
    }

    @Test
    void aScaleDownDivertsBeforeItStops() {
        var stage = Stage.serving(3);
        stage.story.clear();
        stage.scale(1);

        assertThat(stage.story).containsExactly("divert 2.1", "stop 2.1", "divert 3.1", "stop 3.1");
    }

    @Test
    void atTheEndTheDoorIsClosedAndNobodyDiverted() {
        var stage = Stage.serving(2);
        stage.story.clear();
        stage.obedient = false;
        stage.signal("TERM");
        stage.signal("TERM");
        stage.stop(true);

        assertThat(stage.story).containsExactly("close", "stop 1.1", "stop 2.1");
    }

    @Test
    void oneThatStopsByItselfIsDiverted() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.say(id(2, 1), new Message.Stopping("it got a TERM signal"));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
    }

    @Test
    void oneThatLosesItsLinkIsDivertedAtOnce() {
        var stage = Stage.serving(2);
        stage.loseLink(id(2, 1));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
    }

    @Test
    void oneThatEndsIsDiverted() {
        var stage = Stage.serving(2);
        stage.exit(id(1, 1), 137);
        stage.exit(id(2, 1), 137);

        assertThat(stage.traffic.admitted).isEmpty();
        stage.serve(id(2, 2));
        assertThat(stage.traffic.admitted).containsExactly(id(2, 2));
    }

    @Test
    void theSilentAreDiverted() {
        var stage = Stage.serving(3);
        stage.story.clear();
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.story).isEmpty();
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.story).containsExactly("divert 2.1");
        stage.speak(id(2, 1));
        stage.pass(Duration.ofSeconds(1));

        assertThat(stage.story).containsExactly("divert 2.1", "admit 2.1");
    }

    @Test
    void whoIsSilentTogetherIsNotDiverted() {
        var stage = Stage.serving(2);
        stage.silence(id(1, 1));
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(10));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1), id(2, 1));
        assertThat(stage.log.lines)
                .contains(
                        "WARN slot 2: pid 102 has been silent for 3.0 s, and so are all others: it"
                                + " still gets new connections");
        stage.speak(id(2, 1));
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.traffic.admitted).containsExactly(id(2, 1));
    }

    @Test
    void whenTheLastThatSpeaksFallsSilentAllAreAdmitted() {
        var stage = Stage.serving(3);
        stage.story.clear();
        for (int slot = 1; slot <= 3; slot++) {
            stage.silence(id(slot, 1));
            stage.pass(Duration.ofSeconds(4));
        }

        assertThat(stage.story)
                .containsExactly("divert 1.1", "divert 2.1", "admit 1.1", "admit 2.1");
    }

    @Test
    void whenTheLastThatSpeaksEndsTheSilentAreAdmitted() {
        var stage = Stage.serving(2);
        stage.silence(id(2, 1));
        stage.pass(Duration.ofSeconds(4));
        stage.story.clear();
        stage.exit(id(1, 1), 137);
        assertThat(stage.story).containsExactly("admit 2.1", "divert 1.1");
        stage.serve(id(1, 2));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 2));
    }

    @Test
    void aSingleWorkerIsNeverDivertedForItsSilence() {
        var stage = RuleSheet.of(1).hangTimeout(Duration.ZERO).stage().begin().serveAll();
        stage.silence(id(1, 1));
        stage.pass(Duration.ofHours(1));

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
        assertThat(stage.killed).isEmpty();
    }
}
