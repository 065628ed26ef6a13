package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code reload-parallel}: several slots at once. */
final class ParallelReloadTest {

    @Test
    void soManyAreUnderWayAtATime() {
        var stage = serving(5, 2);
        stage.obedient = false;
        var reply = stage.reload();
        assertThat(stage.started).endsWith(id(1, 2), id(2, 2)).hasSize(7);
        stage.serve(id(2, 2));
        assertThat(stage.line(id(2, 1)).sent(Message.Stop.class)).hasSize(1);
        assertThat(stage.started).as("its old worker still stops").hasSize(7);
        stage.exit(id(2, 1), 0);
        assertThat(stage.started).endsWith(id(3, 2)).hasSize(8);
        assertThat(stage.reload().failed)
                .isEqualTo("a reload is already running (1 of 5 workers replaced)");
        stage.obedient = true;
        stage.exit(id(1, 2), 1);

        assertThat(reply.failed).isNotNull();
    }

    @Test
    void allAreReplacedInTheEnd() {
        var stage = serving(5, 3);
        var reply = stage.reload();
        stage.serveAll();

        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 2), id(3, 2), id(4, 2), id(5, 2));
        assertThat(reply.progress).startsWith("reload: 5 slots, 3 at a time").hasSize(6);
        assertThat(reply.progress.get(5)).endsWith("(5 of 5)");
        assertThat(reply.done).isEqualTo("reload: 5 workers replaced in 0.0 s");
    }

    @Test
    void moreThanThereAreIsAllAtOnce() {
        var stage = serving(3, 254);
        var reply = stage.reload();

        assertThat(stage.started).hasSize(6);
        assertThat(reply.progress).containsExactly("reload: 3 slots, 3 at a time");
    }

    @Test
    void theFirstFailureGivesUpWhatIsNotReadyAndFinishesWhatIs() {
        var stage = serving(5, 3);
        stage.obedient = false;
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.link(id(2, 2));
        stage.link(id(3, 2));
        stage.exit(id(3, 2), 7);

        assertThat(stage.line(id(2, 2)).sent(Message.Stop.class)).hasSize(1);
        assertThat(stage.line(id(2, 1)).sent(Message.Stop.class)).isEmpty();
        assertThat(stage.line(id(3, 1)).sent(Message.Stop.class)).isEmpty();
        assertThat(stage.started).hasSize(8);
        assertThat(reply.isOpen()).as("the old worker of slot 1 still stops").isTrue();
        assertThat(reply.progress)
                .endsWith(
                        "reload: slot 3: new worker pid 108 ended before it listened: exit status"
                            + " 7; no more are replaced, old workers that still have to stop: 1");
        assertThat(stage.reload().failed)
                .isEqualTo("a reload is already running (0 of 5 workers replaced)");
        stage.exit(id(2, 2), 143);
        stage.exit(id(1, 1), 0);

        assertThat(reply.progress).last().asString().endsWith("(1 of 5)");
        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 3: new worker pid 108 ended before it listened: exit status"
                                + " 7; 4 of 5 slots keep their old workers");
        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 1), id(3, 1), id(4, 1), id(5, 1));
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
        assertThat(stage.traffic.admitted)
                .containsExactlyInAnyOrder(id(1, 2), id(2, 1), id(3, 1), id(4, 1), id(5, 1));
        stage.obedient = true;
        assertThat(stage.reload().isOpen()).isTrue();
    }

    @Test
    void whenNoneIsReadyInTimeAllAreStopped() {
        var stage = serving(3, 3);
        var reply = stage.reload();
        stage.pass(Duration.ofSeconds(60));

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 104 does not listen after 60.0 s; all slots"
                                + " keep their old workers");
        assertThat(stage.terminated).containsExactlyInAnyOrder(id(1, 2), id(2, 2), id(3, 2));
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1), id(3, 1));
    }

    @Test
    void slotsWithoutAWorkerAreCountedAsSuch() {
        var stage = serving(3, 1);
        stage.exit(id(1, 1), 1);
        stage.exit(id(1, 2), 1);
        assertThat(stage.status().slots().get(0).state()).isEqualTo("back-off");
        var reply = stage.reload();
        stage.exit(id(1, 3), 1);

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 105 ended before it listened: exit status"
                                + " 1; 2 of 3 slots keep their old workers, 1 has none");
        stage.pass(Duration.ofMinutes(1));
        stage.serveAll();
        assertThat(stage.alive).hasSize(3);
    }

    @Test
    void aSlotThatAFailureLeavesEmptyIsFilledAgain() {
        var stage = serving(3, 3);
        var reply = stage.reload();
        stage.exit(id(2, 1), 137);
        stage.link(id(1, 2));
        stage.link(id(2, 2));
        stage.exit(id(1, 2), 1);

        assertThat(reply.failed).endsWith("; 2 of 3 slots keep their old workers, 1 has none");
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.started).endsWith(id(2, 3));
        stage.serveAll();
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 3), id(3, 1));
    }

    @Test
    void oneThatCannotBeStartedGivesUpTheOthers() {
        var stage = serving(3, 2);
        stage.reload();
        stage.serve(id(1, 2));
        stage.serve(id(2, 2));
        stage.serve(id(3, 2));
        var reply = stage.reload();
        assertThat(stage.started).endsWith(id(1, 3), id(2, 3));
        stage.startFailure = "agent jar /x is gone";
        stage.serve(id(1, 3));

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 3: no new worker can be started: agent jar /x is gone; 2 of 3"
                                + " slots keep their old workers");
        assertThat(stage.alive).containsOnlyKeys(id(1, 3), id(2, 2), id(3, 2));
    }

    @Test
    void aStopOverridesItWhereverItIs() {
        var stage = serving(3, 2);
        stage.obedient = false;
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.obedient = true;
        stage.signal("TERM");
        assertThat(reply.failed).isEqualTo("the cluster is stopping");
        stage.exit(id(1, 1), 0);

        assertThat(stage.supervisor.status()).hasValue(0);
        assertThat(reply.progress).hasSize(1);
    }

    private static Stage serving(int workers, int parallel) {
        return RuleSheet.of(workers).reloadParallel(parallel).stage().begin().serveAll();
    }
}
