package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.options.Start;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StartingTest {

    @Test
    void theFirstSlotStartsAloneAndTheOthersWhenItListens() {
        var stage = new Stage(Stage.rules(4)).begin();
        assertThat(stage.started).containsExactly(id(1, 1));
        stage.link(id(1, 1));
        assertThat(stage.started).hasSize(1);

        stage.listen(id(1, 1));

        assertThat(stage.started).containsExactly(id(1, 1), id(2, 1), id(3, 1), id(4, 1));
        assertThat(stage.log.lines).containsExactly("INFO banner on 0.0.0.0:8080");
    }

    @Test
    void aListenerOfAnotherAgentDoesNotCount() {
        var stage = new Stage(Stage.rules(2)).begin();
        stage.link(id(1, 1));
        stage.bind(id(1, 1), 9404, true);

        assertThat(stage.started).hasSize(1);
        assertThat(stage.log.lines).isEmpty();
        assertThat(stage.status().slots().get(0).state()).isEqualTo("linked");
    }

    @Test
    void aProgramThatNeverListensEndsTheClusterWithItsStatusInSilence() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.link(id(1, 1));
        stage.loseLink(id(1, 1));
        stage.exit(id(1, 1), 3);

        assertThat(stage.supervisor.status()).hasValue(3);
        assertThat(stage.started).hasSize(1);
        assertThat(stage.log.lines).isEmpty();
    }

    @Test
    void aProgramThatNeverListensMayRunForEver() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.link(id(1, 1));
        stage.pass(Duration.ofDays(2));

        assertThat(stage.supervisor.status()).isEmpty();
        assertThat(stage.started).hasSize(1);
        assertThat(stage.log.lines).isEmpty();
    }

    @Test
    void aProcessThatHangsBeforeItReportsIsLeftAloneButNamed() {
        var stage = new Stage(Stage.rules(4)).begin();
        stage.pass(Duration.ofHours(1));

        assertThat(stage.alive).hasSize(1);
        assertThat(stage.log.lines)
                .containsExactly(
                        "WARN slot 1: pid 101 has not reported to the master, 60.0 s after its"
                                + " start");
    }

    @Test
    void allSlotsStartTogetherIfAsked() {
        var stage = new Stage(Stage.rules(3, Start.TOGETHER, 10)).begin();
        assertThat(stage.started).containsExactly(id(1, 1), id(2, 1), id(3, 1));
        stage.serve(id(2, 1));
        assertThat(stage.started).hasSize(3);
    }

    @Test
    void togetherAProcessThatEndedEarlyIsReplacedOnceAnotherListens() {
        var stage = new Stage(Stage.rules(3, Start.TOGETHER, 10)).begin();
        stage.exit(id(1, 1), 1);
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.started).hasSize(3);
        assertThat(stage.log.lines).isEmpty();

        stage.serve(id(3, 1));

        assertThat(stage.started).endsWith(id(1, 2));
        assertThat(stage.log.lines)
                .containsExactly(
                        "INFO banner on 0.0.0.0:8080",
                        "WARN slot 1: its process ended before the cluster listened: exit status 1;"
                                + " the next one starts at once");
    }

    @Test
    void togetherTheStatusIsThatOfTheFirstSlot() {
        var stage = new Stage(Stage.rules(3, Start.TOGETHER, 10)).begin();
        stage.exit(id(1, 1), 5);
        stage.exit(id(3, 1), 0);
        assertThat(stage.supervisor.status()).isEmpty();
        stage.exit(id(2, 1), 7);

        assertThat(stage.supervisor.status()).hasValue(5);
        assertThat(stage.log.lines).isEmpty();
    }

    @Test
    void aStartThatFailsIsTriedAgainAndGivenUpInTheEnd() {
        var stage = new Stage(Stage.rules(4));
        stage.startFailure = "a worker cannot be started: no memory";
        stage.begin();
        stage.pass(Duration.ofMinutes(10));

        assertThat(stage.supervisor.status()).hasValue(1);
        assertThat(stage.started).hasSize(10);
        assertThat(stage.log.lines).hasSize(2);
        assertThat(stage.log.lines.get(0)).endsWith("a worker cannot be started: no memory");
        assertThat(stage.log.lines.get(1))
                .startsWith("ERROR giving up: 10 starts in a row have failed");
    }

    @Test
    void theWelcomeTellsTheWorkerWhatItNeeds() {
        var stage = new Stage(Stage.rules(4)).begin();
        var line = stage.link(id(1, 1));

        assertThat(line.sent)
                .containsExactly(
                        new Message.Welcome(4, true, false, Stage.DRAIN, Stage.GRACE, "", "info"));
    }

    @Test
    void aWrongTokenIsRefused() {
        var stage = new Stage(Stage.rules(1)).begin();
        var line = new FakeLine(message -> {});
        stage.handle(new Event.Hello(line, new Message.Hello(id(1, 1), 66, "guess")));

        assertThat(line.sent).hasOnlyElementsOfType(Message.Refused.class);
        assertThat(line.closed).isTrue();
        assertThat(stage.log.lines)
                .containsExactly(
                        "WARN pid 66 was refused as worker 1.1: its token is not the one that the"
                                + " master gave to that worker");
        stage.serve(id(1, 1));
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void anUnknownWorkerIsRefused() {
        var stage = new Stage(Stage.rules(1)).begin();
        var line = new FakeLine(message -> {});
        stage.handle(new Event.Hello(line, new Message.Hello(id(9, 1), 66, "x")));

        assertThat(line.sent).containsExactly(new Message.Refused("the master has no such worker"));
    }

    @Test
    void nobodyPresentsHimselfTwice() {
        var stage = new Stage(Stage.rules(1)).begin();
        var first = stage.link(id(1, 1));
        var token = stage.alive.get(id(1, 1)).token;
        var second = new FakeLine(message -> {});
        stage.handle(new Event.Hello(second, new Message.Hello(id(1, 1), 66, token)));

        assertThat(second.sent).hasOnlyElementsOfType(Message.Refused.class);
        assertThat(first.closed).isFalse();
        stage.handle(new Event.LinkLost(second, "refused"));
        stage.listen(id(1, 1));
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void bindsAreGrantedOneAfterTheOther() {
        var stage = Stage.serving(1);
        stage.scale(3);
        var two = stage.link(id(2, 1));
        var three = stage.link(id(3, 1));
        stage.say(id(2, 1), new Message.BindRequest(1, "0.0.0.0", 9090, 0, false));
        stage.say(id(3, 1), new Message.BindRequest(2, "0.0.0.0", 9090, 0, false));

        assertThat(two.sent(Message.Grant.class))
                .containsExactly(new Message.Grant(1, Message.Grant.Kind.EXCLUSIVE, 9090));
        assertThat(three.sent(Message.Grant.class)).isEmpty();
        stage.exit(id(2, 1), 1);
        assertThat(three.sent(Message.Grant.class))
                .containsExactly(new Message.Grant(2, Message.Grant.Kind.EXCLUSIVE, 9090));
    }

    @Test
    void theStatusTellsWhatIsGoingOn() {
        var stage = new Stage(Stage.rules(2)).begin();
        assertThat(stage.status().state()).isEqualTo("starting");
        assertThat(stage.status().slots())
                .extracting(WorkerStatus::state)
                .containsExactly("starting", "waiting");
        stage.serveAll();
        stage.pass(Duration.ofSeconds(5));

        var status = stage.status();
        assertThat(status.state()).isEqualTo("running");
        assertThat(status.name()).isEqualTo("app.jar");
        assertThat(status.workers()).isEqualTo(2);
        assertThat(status.up()).isEqualTo(Duration.ofSeconds(5));
        assertThat(status.addresses())
                .containsExactly(new SharedAddressStatus("0.0.0.0", Stage.PORT, 2));
        assertThat(status.slots()).extracting(WorkerStatus::leader).containsExactly(true, false);
        assertThat(status.slots().get(1).lastExit()).isEmpty();
        assertThat(status.slots().get(1).pid()).isEqualTo(102);
    }
}
