package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SupervisionTest {

    @Test
    void aWorkerThatEndsIsReplacedAtOnceAndTheReasonIsTold() {
        var stage = Stage.serving(2);
        stage.pass(Duration.ofSeconds(12));
        stage.exit(id(2, 1), 137);

        assertThat(stage.started).endsWith(id(2, 2));
        assertThat(stage.log.lines)
                .endsWith(
                        "WARN slot 2: pid 102 ended after 12.0 s: killed by SIGKILL (status 137);"
                                + " the next one starts at once");
        stage.serve(id(2, 2));
        assertThat(stage.log.lines.get(stage.log.lines.size() - 1))
                .isEqualTo("INFO slot 2: pid 103 listens on port 8080, 0.0 s after its start");
        assertThat(stage.status().restarts()).isEqualTo(1);
        assertThat(stage.status().slots().get(1).lastExit())
                .isEqualTo("killed by SIGKILL (status 137)");
    }

    @Test
    void theOutOfMemoryKillerIsNamed() {
        var stage = Stage.serving(3);
        stage.oomKills = 2;
        stage.exit(id(2, 1), 137);
        stage.exit(id(3, 1), 137);
        stage.pass(Duration.ofSeconds(10));
        stage.serveAll();
        stage.exit(id(2, 2), 137);

        assertThat(stage.log.lines.stream().filter(l -> l.contains("out-of-memory")).count())
                .isEqualTo(2);
    }

    @Test
    void aCrashLoopSlowsDown() {
        var stage = Stage.serving(2);
        int before = stage.started.size();
        for (int second = 0; second < 60_0; second++) {
            stage.alive.keySet().stream()
                    .filter(w -> w.slot() == 2)
                    .toList()
                    .forEach(w -> stage.exit(w, 1));
            stage.pass(Duration.ofMillis(100));
        }

        assertThat(stage.started.size() - before).isBetween(6, 15);
        assertThat(stage.ticks).isLessThan(700);
        assertThat(stage.status().slots().get(1).state()).isIn("back-off", "starting");
        // Slot 1 serves: nobody gives up.
        assertThat(stage.supervisor.status()).isEmpty();
    }

    @Test
    void aCrashLoopOfWorkersThatComeToServeSlowsDownToo() {
        var stage = Stage.serving(1);
        for (int i = 0; i < 600; i++) {
            stage.serveAll();
            stage.alive.keySet().stream().toList().forEach(w -> stage.exit(w, 1));
            stage.pass(Duration.ofMillis(100));
        }

        assertThat(stage.started.size()).isBetween(6, 16);
    }

    @Test
    void aMinuteOfHealthForgetsThePast() {
        var stage = Stage.serving(1);
        for (int i = 0; i < 5; i++) {
            stage.alive.keySet().stream().toList().forEach(w -> stage.exit(w, 1));
            stage.pass(Duration.ofSeconds(10));
            stage.serveAll();
        }
        stage.pass(Duration.ofSeconds(61));
        int before = stage.started.size();
        stage.alive.keySet().stream().toList().forEach(w -> stage.exit(w, 1));

        assertThat(stage.started).hasSize(before + 1);
    }

    @Test
    void theMasterGivesUpWhenNoneGetsReady() {
        var stage = Stage.serving(3);
        for (int slot = 1; slot <= 3; slot++) {
            stage.exit(id(slot, 1), 1);
        }
        for (int i = 0; i < 3_000 && stage.supervisor.status().isEmpty(); i++) {
            stage.alive.keySet().stream().toList().stream()
                    .findFirst()
                    .ifPresent(w -> stage.exit(w, 9));
            stage.pass(Duration.ofMillis(50));
        }

        assertThat(stage.supervisor.status()).hasValue(9);
        assertThat(stage.alive).isEmpty();
        assertThat(stage.log.lines)
                .filteredOn(line -> line.startsWith("ERROR"))
                .singleElement()
                .asString()
                .startsWith(
                        "ERROR giving up: 10 starts in a row have failed and no worker serves"
                                + " (max-failures=10); the last: slot")
                .contains("exit status 9");
    }

    @Test
    void givingUpWithStatusZeroIsAFailureAllTheSame() {
        var stage = new Stage(Stage.rules(1, io.clutch.options.Start.FIRST, 1)).begin();
        stage.serve(id(1, 1));
        stage.exit(id(1, 1), 0);
        stage.exit(id(1, 2), 0);

        assertThat(stage.supervisor.status()).hasValue(1);
    }

    @Test
    void oneThatGetsReadyStopsTheCount() {
        var stage = Stage.serving(1);
        for (int round = 0; round < 3; round++) {
            stage.alive.keySet().stream().toList().forEach(w -> stage.exit(w, 1));
            for (int i = 0; i < 9; i++) {
                stage.pass(Duration.ofSeconds(31));
                stage.alive.keySet().stream().toList().forEach(w -> stage.exit(w, 1));
            }
            stage.pass(Duration.ofSeconds(31));
            stage.serveAll();
        }

        assertThat(stage.supervisor.status()).isEmpty();
    }

    @Test
    void aMissingAgentJarIsToldOnceAndWaitedFor() {
        var stage = Stage.serving(2);
        stage.startFailure = "agent jar /x/clutch.jar is gone";
        stage.exit(id(2, 1), 1);
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.log.lines)
                .filteredOn(line -> line.contains("agent jar"))
                .containsExactly("ERROR agent jar /x/clutch.jar is gone");
        assertThat(stage.started).hasSizeLessThan(40);

        stage.startFailure = null;
        stage.pass(Duration.ofSeconds(31));

        assertThat(stage.alive).hasSize(2);
        assertThat(stage.log.lines).contains("INFO workers can be started again");
    }

    @Test
    void aWorkerThatWasSentASignalIsReplacedAtOnceEachTime() {
        var stage = Stage.serving(2);
        for (int i = 1; i <= 20; i++) {
            stage.pass(Duration.ofSeconds(2));
            stage.say(id(2, i), new Message.Stopping("it got a TERM signal"));
            assertThat(stage.started).endsWith(id(2, i));
            stage.exit(id(2, i), 0);
            assertThat(stage.started).endsWith(id(2, i + 1));
            stage.serve(id(2, i + 1));
        }

        assertThat(stage.log.lines)
                .contains("INFO slot 2: pid 102 stops: it got a TERM signal")
                .filteredOn(line -> line.contains("starts at once"))
                .hasSize(20);
    }

    @Test
    void aWorkerThatStopsByItselfAndDoesNotEndIsKilledAndReplaced() {
        var stage = Stage.serving(2);
        stage.say(id(2, 1), new Message.Stopping("it got a TERM signal"));
        stage.pass(Duration.ofSeconds(31));
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.DumpThreads());
        assertThat(stage.killed).isEmpty();
        stage.pass(Duration.ofSeconds(2));

        assertThat(stage.killed).containsExactly(id(2, 1));
        assertThat(stage.started).endsWith(id(2, 2));
    }

    @Test
    void aWorkerThatStopsByItselfAgainAndAgainIsSlowedDown() {
        var stage = Stage.serving(1);
        for (int i = 0; i < 600; i++) {
            for (var worker : stage.alive.keySet().stream().toList()) {
                stage.serve(worker);
                stage.say(worker, new Message.Stopping("the application raised TERM"));
                stage.exit(worker, 0);
            }
            stage.pass(Duration.ofMillis(100));
        }

        assertThat(stage.started.size()).isLessThan(20);
    }

    @Test
    void aWorkerThatLostItsLinkHasItsGraceAndIsKilled() {
        var stage = Stage.serving(2);
        stage.loseLink(id(2, 1));
        assertThat(stage.started).hasSize(2);
        stage.pass(Duration.ofSeconds(31));

        assertThat(stage.killed).containsExactly(id(2, 1));
        assertThat(stage.started).endsWith(id(2, 2));
    }

    @Test
    void aWorkerThatNeverReportsIsKilledAndReplaced() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.pass(Duration.ofSeconds(60));

        assertThat(stage.killed).containsExactly(id(2, 2));
        assertThat(stage.log.lines)
                .contains(
                        "WARN slot 2: pid 103 has not reported to the master, 60.0 s after its"
                                + " start: killed");
        assertThat(stage.status().slots().get(1).state()).isEqualTo("back-off");
    }

    @Test
    void aWorkerThatDoesNotListenIsNamedOnceAndLeft() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.link(id(2, 2));
        stage.pass(Duration.ofHours(2));

        assertThat(stage.killed).isEmpty();
        assertThat(stage.log.lines)
                .filteredOn(line -> line.contains("listens on nothing"))
                .hasSize(1);
    }

    @Test
    void aProcessThatKillDoesNotEndIsNotWaitedForForever() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        stage.loseLink(id(2, 1));
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.killed).containsExactly(id(2, 1));
        stage.pass(Duration.ofSeconds(11));

        assertThat(stage.started).endsWith(id(2, 2));
        stage.exit(id(2, 1), 137);
        assertThat(stage.started).endsWith(id(2, 2)).hasSize(3);
    }

    @Test
    void lateNewsOfProcessesThatAreNoMoreIsIgnored() {
        var stage = Stage.serving(2);
        var line = stage.line(id(2, 1));
        stage.exit(id(2, 1), 1);
        stage.serve(id(2, 2));
        stage.handle(new Event.Exited(id(2, 1), 1));
        stage.handle(new Event.LinkLost(line, "late"));
        stage.handle(new Event.FromWorker(line, new Message.Stopping("late")));
        stage.handle(new Event.FromWorker(line, new Message.Bound(1, 8080)));

        assertThat(stage.started).hasSize(3);
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
    }

    @Test
    void thereIsOneLeaderAndItIsTheLowestSlotThatServes() {
        var stage = Stage.serving(3);
        assertThat(welcome(stage, id(1, 1)).leader()).isTrue();
        assertThat(welcome(stage, id(2, 1)).leader()).isFalse();

        stage.exit(id(1, 1), 1);

        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.Leader(true));
        stage.serve(id(1, 2));
        assertThat(welcome(stage, id(1, 2)).leader()).isFalse();
        // It stays where it is for as long as it can.
        assertThat(stage.line(id(2, 1)).sent(Message.Leader.class)).hasSize(1);
    }

    @Test
    void anOldLeaderThatLivesIsToldBeforeTheNewOne() {
        var stage = Stage.serving(2);
        stage.say(id(1, 1), new Message.Stopping("it got a TERM signal"));

        assertThat(stage.line(id(1, 1)).sent).endsWith(new Message.Leader(false));
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.Leader(true));
    }

    @Test
    void theOnlyWorkersSuccessorIsWelcomedAsTheLeader() {
        var stage = Stage.serving(1);
        stage.exit(id(1, 1), 1);
        stage.link(id(1, 2));

        assertThat(welcome(stage, id(1, 2)).leader()).isTrue();
    }

    private static Message.Welcome welcome(Stage stage, WorkerId id) {
        return (Message.Welcome) stage.line(id).sent.get(0);
    }
}
