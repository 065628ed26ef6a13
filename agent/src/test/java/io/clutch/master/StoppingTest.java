package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.options.Start;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoppingTest {

    @Test
    void termStopsAllAndEndsWithZero() {
        var stage = Stage.serving(3);
        stage.obedient = false;
        stage.signal("TERM");
        for (int slot = 1; slot <= 3; slot++) {
            assertThat(stage.line(id(slot, 1)).sent)
                    .endsWith(new Message.Stop("signal TERM", "TERM", Stage.DRAIN));
        }
        assertThat(stage.status().state()).isEqualTo("stopping");
        stage.exit(id(2, 1), 0);
        stage.exit(id(1, 1), 0);
        assertThat(stage.supervisor.status()).isEmpty();
        stage.exit(id(3, 1), 0);

        assertThat(stage.supervisor.status()).hasValue(0);
        assertThat(stage.started).hasSize(3);
        assertThat(stage.log.lines)
                .endsWith("INFO stopping: signal TERM", "INFO stopped after 0.0 s");
    }

    @Test
    void aWorkerThatIsNotLinkedGetsTheSignalItself() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.signal("TERM");

        assertThat(stage.terminated).containsExactly(id(2, 2));
        assertThat(stage.supervisor.status()).hasValue(0);
    }

    @Test
    void aWorkerThatLinksTooLateIsToldToStop() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.exit(id(2, 1), 1);
        stage.signal("INT");
        var line = stage.link(id(2, 2));

        assertThat(line.sent)
                .containsExactly(
                        new Message.Welcome(2, false, false, Stage.DRAIN, Stage.GRACE, "", "info"),
                        new Message.Stop("signal INT", "INT", Stage.DRAIN));
    }

    @Test
    void aSecondSignalKills() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.signal("INT");
        stage.signal("INT");
        assertThat(stage.killed).containsExactly(id(1, 1), id(2, 1));
        stage.exit(id(1, 1), 137);
        stage.exit(id(2, 1), 137);

        assertThat(stage.supervisor.status()).hasValue(1);
    }

    @Test
    void oneThatEndedInOrderBeforeTheKillIsNotHeldAgainstIt() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        stage.signal("TERM");
        stage.signal("TERM");
        stage.exit(id(1, 1), 0);

        assertThat(stage.supervisor.status()).hasValue(0);
    }

    @Test
    void whoOutlivesItsGraceWritesItsThreadsAndIsKilled() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.signal("TERM");
        stage.exit(id(1, 1), 0);
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.DumpThreads());
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.killed).isEmpty();
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.killed).containsExactly(id(2, 1));
        stage.exit(id(2, 1), 137);

        assertThat(stage.supervisor.status()).hasValue(1);
        assertThat(stage.log.lines)
                .contains(
                        "WARN slot 2: pid 102 has not ended within 30.0 s: it is killed, after it"
                                + " has written out what its threads do");
    }

    @Test
    void theKillComesSoonAfterTheThreadsAreWritten() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        stage.signal("TERM");
        stage.pass(Duration.ofSeconds(30));
        stage.say(id(1, 1), new Message.ThreadsDumped());
        stage.pass(Duration.ofMillis(499));
        assertThat(stage.killed).isEmpty();
        stage.pass(Duration.ofMillis(1));

        assertThat(stage.killed).hasSize(1);
    }

    @Test
    void oneThatKillDoesNotEndIsNotWaitedForForever() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        stage.signal("TERM");
        stage.pass(Duration.ofSeconds(43));

        assertThat(stage.supervisor.status()).hasValue(1);
    }

    @Test
    void aProgramThatNeverListenedEndsAsItWouldAlone() {
        var stage = new Stage(Stage.rules(4)).begin();
        var line = stage.link(id(1, 1));
        stage.signal("TERM");

        assertThat(line.sent).endsWith(new Message.Stop("signal TERM", "TERM", Stage.DRAIN));
        assertThat(stage.supervisor.status()).hasValue(143);
        assertThat(stage.log.lines).isEmpty();
    }

    @Test
    void aProgramThatHandlesTheSignalKeepsItsStatus() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.obedient = false;
        stage.link(id(1, 1));
        stage.signal("TERM");
        stage.exit(id(1, 1), 5);

        assertThat(stage.supervisor.status()).hasValue(5);
    }

    @Test
    void aProgramThatIsSignalledItselfKeepsItsStatus() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.link(id(1, 1));
        stage.say(id(1, 1), new Message.Stopping("it got a TERM signal"));
        stage.exit(id(1, 1), 143);

        assertThat(stage.supervisor.status()).hasValue(143);
        assertThat(stage.log.lines).isEmpty();
    }

    @Test
    void aWorkerThatStopsByItselfHearsWhenItGetsNoMoreConnections() {
        var stage = new Stage(Stage.rules(4)).begin();
        var line = stage.link(id(1, 1));
        stage.say(id(1, 1), new Message.Stopping("it got a TERM signal"));

        assertThat(line.sent(Message.SteeredOut.class)).hasSize(1);
    }

    @Test
    void aHungUpTerminalStops() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.obedient = false;
        var line = stage.link(id(1, 1));
        stage.handle(new Event.HungUp());
        assertThat(line.sent)
                .endsWith(new Message.Stop("the terminal hung up", "HUP", Stage.DRAIN));
        stage.exit(id(1, 1), 129);

        assertThat(stage.supervisor.status()).hasValue(129);
    }

    @Test
    void theStatusOfTheFirstSlotHoldsTogetherToo() {
        var stage = new Stage(Stage.rules(3, Start.TOGETHER, 10)).begin();
        stage.exit(id(1, 1), 4);
        stage.signal("TERM");

        assertThat(stage.supervisor.status()).hasValue(4);
    }

    @Test
    void withoutAnyProcessItEndsAtOnce() {
        var stage = new Stage(Stage.rules(1));
        stage.startFailure = "no memory";
        stage.begin();
        stage.signal("TERM");

        assertThat(stage.supervisor.status()).hasValue(143);
    }

    @Test
    void whoeverAskedHearsOfTheEnd() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        var first = stage.stop(false);
        var second = stage.stop(false);
        assertThat(stage.killed).isEmpty();
        assertThat(first.isOpen()).isTrue();
        stage.exit(id(1, 1), 0);

        assertThat(first.done).isEqualTo("stopped after 0.0 s");
        assertThat(second.done).isNotNull();
    }

    @Test
    void nowMeansKill() {
        var stage = Stage.serving(2);
        var reply = stage.stop(true);

        assertThat(stage.killed).containsExactly(id(1, 1), id(2, 1));
        assertThat(reply.done).isNotNull();
    }

    @Test
    void stopNowOverridesAStop() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        stage.stop(false);
        stage.stop(true);

        assertThat(stage.killed).containsExactly(id(1, 1));
    }

    @Test
    void nothingIsRestartedWhileStopping() {
        var stage = Stage.serving(3);
        stage.obedient = false;
        stage.exit(id(3, 1), 1);
        stage.exit(id(3, 2), 1);
        stage.signal("TERM");
        stage.exit(id(1, 1), 1);
        stage.pass(Duration.ofSeconds(20));

        assertThat(stage.started).hasSize(4);
        assertThat(stage.scale(9).failed).isEqualTo("the cluster is stopping");
    }

    @Test
    void everythingAtOnce() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.say(id(1, 1), new Message.Stopping("it got a TERM signal"));
        stage.signal("TERM");
        stage.loseLink(id(1, 1));
        stage.loseLink(id(2, 1));
        stage.exit(id(2, 1), 143);
        stage.signal("HUP");
        stage.exit(id(1, 1), 0);
        stage.handle(new Event.Tick());

        assertThat(stage.supervisor.status()).hasValue(0);
        assertThat(stage.started).hasSize(2);
    }

    @Test
    void aZeroGraceKillsSoon() {
        var stage = RuleSheet.of(1).grace(Duration.ZERO).stage().begin().serveAll();
        stage.obedient = false;
        stage.signal("TERM");
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.killed).hasSize(1);
    }
}
