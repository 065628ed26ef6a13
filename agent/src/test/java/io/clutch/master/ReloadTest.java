package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReloadTest {

    @Test
    void slotBySlotTheNewOneListensThenTheOldOneStops() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1), id(1, 2));
        assertThat(stage.status().state()).isEqualTo("reloading");
        stage.link(id(1, 2));
        assertThat(stage.line(id(1, 1)).sent(Message.Stop.class)).isEmpty();
        stage.pass(Duration.ofMillis(900));
        stage.listen(id(1, 2));
        assertThat(stage.alive).containsOnlyKeys(id(2, 1), id(1, 2), id(2, 2));
        assertThat(reply.isOpen()).isTrue();
        stage.serve(id(2, 2));

        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 2));
        assertThat(reply.progress)
                .containsExactly(
                        "reload: 2 slots, one after the other",
                        "slot 1: new worker pid 103 listens after 0.9 s, old worker pid 101 stopped"
                                + " after 0.0 s (1 of 2)",
                        "slot 2: new worker pid 104 listens after 0.0 s, old worker pid 102 stopped"
                                + " after 0.0 s (2 of 2)");
        assertThat(reply.done).isEqualTo("reload: 2 workers replaced in 0.9 s");
        assertThat(stage.log.lines).contains("INFO " + reply.done, "INFO " + reply.progress.get(1));
        assertThat(stage.status().restarts()).isZero();
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void theNextSlotWaitsForTheEndOfTheOldWorker() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.reload();
        stage.serve(id(1, 2));
        stage.pass(Duration.ofSeconds(29));
        assertThat(stage.started).endsWith(id(1, 2));
        stage.pass(Duration.ofSeconds(4));
        assertThat(stage.killed).containsExactly(id(1, 1));
        assertThat(stage.started).endsWith(id(1, 2));

        stage.exit(id(1, 1), 137);

        assertThat(stage.started).endsWith(id(2, 2));
        stage.serve(id(2, 2));
        stage.exit(id(2, 1), 0);
        stage.obedient = true;
        stage.signal("TERM");
        // What a reload had to kill is not held against the end.
        assertThat(stage.supervisor.status()).hasValue(0);
    }

    @Test
    void hupReloadsToo() {
        var stage = Stage.serving(1);
        stage.signal("HUP");
        stage.serve(id(1, 2));

        assertThat(stage.alive).containsOnlyKeys(id(1, 2));
        assertThat(stage.log.lines).contains("INFO reload: 1 workers replaced in 0.0 s");
    }

    @Test
    void aNewWorkerThatEndsAbortsAndTheOldOnesStay() {
        var stage = Stage.serving(3);
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.link(id(2, 2));
        stage.exit(id(2, 2), 1);

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 2: new worker pid 105 ended before it listened: exit status"
                                + " 1; 2 of 3 slots keep their old workers");
        assertThat(stage.log.lines).contains("WARN " + reply.failed);
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 1), id(3, 1));
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
    }

    @Test
    void aNewWorkerThatDoesNotListenInTimeAbortsAndIsStopped() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        var line = stage.link(id(1, 2));
        stage.pass(Duration.ofSeconds(60));

        assertThat(line.sent(Message.Stop.class)).hasSize(1);
        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 103 does not listen after 60.0 s; all slots"
                                + " keep their old workers");
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
    }

    @Test
    void aNewWorkerThatNeverReportsAbortsAndIsEnded() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.pass(Duration.ofSeconds(60));

        assertThat(reply.failed).contains("does not listen after 60.0 s");
        assertThat(stage.terminated).containsExactly(id(1, 2));
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
    }

    @Test
    void aNewWorkerThatCannotBeStartedAborts() {
        var stage = Stage.serving(2);
        stage.startFailure = "agent jar /x is gone";
        var reply = stage.reload();

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: no new worker can be started: agent jar /x is gone; all"
                                + " slots keep their old workers");
        assertThat(stage.alive).hasSize(2);
        stage.startFailure = null;
        assertThat(stage.reload().failed).isNull();
    }

    @Test
    void aNewWorkerThatStopsByItselfAborts() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.link(id(1, 2));
        stage.say(id(1, 2), new Message.Stopping("it got a TERM signal"));
        assertThat(reply.failed).contains("stops before it listened: it got a TERM signal");
        stage.exit(id(1, 2), 143);

        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
        assertThat(stage.started).hasSize(3);
    }

    @Test
    void theReasonIsHowTheProcessEndedNotThatItsLinkBroke() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.link(id(1, 2));
        stage.loseLink(id(1, 2));
        assertThat(reply.isOpen()).isTrue();
        stage.exit(id(1, 2), 3);

        assertThat(reply.failed).contains("ended before it listened: exit status 3");
    }

    @Test
    void aNewWorkerThatLostItsLinkAndLivesAbortsInTheEnd() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.link(id(1, 2));
        stage.loseLink(id(1, 2));
        stage.pass(Duration.ofSeconds(61));

        assertThat(reply.failed).isNotNull();
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
    }

    @Test
    void theOldWorkerMayDieMeanwhile() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.exit(id(1, 1), 137);
        assertThat(stage.started).hasSize(3);
        stage.serve(id(1, 2));
        stage.serve(id(2, 2));

        assertThat(reply.done).isNotNull();
        assertThat(reply.progress)
                .contains("slot 1: new worker pid 103 listens after 0.0 s (1 of 2)");
        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 2));
    }

    @Test
    void ifBothDieTheSlotIsFilledAgain() {
        var stage = Stage.serving(2);
        var reply = stage.reload();
        stage.exit(id(1, 1), 137);
        stage.exit(id(1, 2), 1);

        assertThat(reply.failed).isNotNull();
        assertThat(stage.started).endsWith(id(1, 3));
        stage.serve(id(1, 3));
        assertThat(stage.alive).containsOnlyKeys(id(2, 1), id(1, 3));
    }

    @Test
    void aSlotThatIsDownIsStartedWithinTheReload() {
        var stage = Stage.serving(2);
        stage.exit(id(1, 1), 1);
        stage.exit(id(1, 2), 1);
        assertThat(stage.status().slots().get(0).state()).isEqualTo("back-off");
        var reply = stage.reload();
        assertThat(stage.alive).containsOnlyKeys(id(2, 1), id(1, 3));
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.alive).containsOnlyKeys(id(2, 1), id(1, 3));
        stage.serve(id(1, 3));
        stage.serve(id(2, 2));

        assertThat(reply.done).isNotNull();
    }

    @Test
    void aNewWorkerThatDiesAfterItListenedIsReplacedAsEver() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.exit(id(1, 2), 1);
        assertThat(stage.started).endsWith(id(1, 3));
        stage.serve(id(1, 3));
        stage.exit(id(1, 1), 0);
        assertThat(stage.started).endsWith(id(2, 2));
        stage.serve(id(2, 2));
        stage.exit(id(2, 1), 0);

        assertThat(reply.done).isNotNull();
        assertThat(stage.alive).containsOnlyKeys(id(1, 3), id(2, 2));
    }

    @Test
    void theLeadershipPassesToTheSuccessor() {
        var stage = Stage.serving(1);
        stage.obedient = false;
        stage.reload();
        stage.serve(id(1, 2));

        assertThat(stage.line(id(1, 1)).sent(Message.Leader.class))
                .containsExactly(new Message.Leader(false));
        assertThat(stage.line(id(1, 2)).sent).endsWith(new Message.Leader(true));
    }

    @Test
    void onlyOneAtATime() {
        var stage = Stage.serving(4);
        stage.reload();
        stage.serve(id(1, 2));

        assertThat(stage.reload().failed)
                .isEqualTo("a reload is already running (1 of 4 workers replaced)");
        assertThat(stage.scale(5).failed)
                .isEqualTo("a reload is already running (1 of 4 workers replaced)");
        assertThat(stage.status().workers()).isEqualTo(4);
    }

    @Test
    void notBeforeTheClusterListens() {
        var stage = new Stage(Stage.rules(2)).begin();
        assertThat(stage.reload().failed).isEqualTo("no worker has listened yet");
        stage.signal("HUP");

        assertThat(stage.log.lines).isEmpty();
        assertThat(stage.alive).hasSize(1);
    }

    @Test
    void aStopOverridesIt() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        var reply = stage.reload();
        stage.link(id(1, 2));
        stage.signal("TERM");

        assertThat(reply.failed).isEqualTo("the cluster is stopping");
        assertThat(stage.reload().failed).isEqualTo("the cluster is stopping");
        assertThat(stage.line(id(1, 2)).sent(Message.Stop.class)).hasSize(1);
        stage.exit(id(1, 1), 0);
        stage.exit(id(1, 2), 143);
        stage.exit(id(2, 1), 0);
        assertThat(stage.supervisor.status()).hasValue(0);
        assertThat(stage.started).hasSize(3);
    }
}
