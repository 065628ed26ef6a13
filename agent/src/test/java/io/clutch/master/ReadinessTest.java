package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.options.Start;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code ready=http:…}: a worker that listens is asked before it gets clients. */
final class ReadinessTest {

    private static final String BAD = " says 503 Service Unavailable";

    private final Stage stage = RuleSheet.of(2).ready(0, "/health").stage();

    @Test
    void aWorkerServesWhenItsAnswerIsGood() {
        stage.begin().serve(id(1, 1));
        assertThat(stage.status().slots().get(0).state()).isEqualTo("listening");
        assertThat(stage.prober.questions).hasSize(1);
        assertThat(stage.prober.open(id(1, 1)).text).isEqualTo("1.1 127.0.0.1:8080/health");
        assertThat(stage.traffic.probes).containsOnlyKeys(stage.prober.open(id(1, 1)).port);
        assertThat(stage.story).isEmpty();
        stage.answer(id(1, 1), "");

        assertThat(stage.traffic.probes).isEmpty();
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
        assertThat(stage.status().slots().get(0).state()).isEqualTo("serving");
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.prober.questions).hasSize(1);
    }

    @Test
    void theFirstHasToBeReadyBeforeTheOthersStart() {
        stage.begin().serve(id(1, 1));
        stage.answer(id(1, 1), BAD);
        assertThat(stage.started).hasSize(1);
        assertThat(stage.status().state()).isEqualTo("starting");
        assertThat(stage.log.lines).isEmpty();
        stage.pass(Inquiry.PAUSE);
        stage.answer(id(1, 1), "");

        assertThat(stage.started).hasSize(2);
        assertThat(stage.log.lines).containsExactly("INFO banner on 0.0.0.0:8080");
    }

    @Test
    void itIsAskedAgainAfterAPauseFromAnotherPort() {
        stage.begin().serve(id(1, 1));
        for (int i = 1; i <= 10; i++) {
            assertThat(stage.prober.questions).hasSize(i);
            stage.pass(Duration.ofSeconds(1));
            assertThat(stage.prober.questions).as("one at a time").hasSize(i);
            stage.answer(id(1, 1), BAD);
            stage.pass(Inquiry.PAUSE.minusMillis(1));
            assertThat(stage.prober.questions).hasSize(i);
            assertThat(stage.traffic.probes).isEmpty();
            stage.pass(Duration.ofMillis(1));
        }
        assertThat(stage.prober.questions.stream().map(q -> q.port)).doesNotHaveDuplicates();
    }

    @Test
    void whoIsNotReadyInTimeIsToldOnceAndAskedOnInLessOfAHurry() {
        stage.begin().serve(id(1, 1));
        stage.answer(id(1, 1), BAD);
        for (int i = 0; i < 400; i++) {
            stage.pass(Inquiry.PAUSE);
            if (stage.prober.open(id(1, 1)) != null) {
                stage.answer(id(1, 1), BAD);
            }
        }
        assertThat(stage.log.lines)
                .containsExactly(
                        "WARN slot 1: pid 101 listens but is not ready after 60.0 s: GET /health"
                                + " says 503 Service Unavailable; it is asked again until it is");
        assertThat(stage.prober.questions).hasSizeBetween(270, 290);
        stage.pass(Inquiry.LONG_PAUSE);
        stage.answer(id(1, 1), "");
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void aRestartedWorkerIsAskedToo() {
        readyAll();
        stage.exit(id(2, 1), 137);
        stage.serve(id(2, 2));
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
        stage.answer(id(2, 2), "");

        assertThat(stage.traffic.admitted).containsExactly(id(1, 1), id(2, 2));
        assertThat(stage.log.lines)
                .endsWith("INFO slot 2: pid 103 is ready on port 8080, 0.0 s after its start");
    }

    @Test
    void oneThatNeverGetsReadyCountsAsAFailureWhenItEnds() {
        stage.begin().serve(id(1, 1));
        stage.exit(id(1, 1), 3);

        assertThat(stage.supervisor.status()).hasValue(3);
    }

    @Test
    void whoLeavesIsNotAskedAnyMore() {
        readyAll();
        stage.exit(id(2, 1), 1);
        stage.serve(id(2, 2));
        var question = stage.prober.open(id(2, 2));
        stage.obedient = false;
        stage.say(id(2, 2), new Message.Stopping("it got a TERM signal"));

        assertThat(question.cancelled).isTrue();
        assertThat(stage.traffic.probes).isEmpty();
        stage.handle(new Event.Answered(question, ""));
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1));
        stage.exit(id(2, 2), 143);
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.prober.open(id(2, 2))).isNull();
    }

    @Test
    void anAnswerToAnEarlierQuestionIsIgnored() {
        stage.begin().serve(id(1, 1));
        var first = stage.prober.open(id(1, 1));
        stage.answer(id(1, 1), BAD);
        stage.pass(Inquiry.PAUSE);
        stage.handle(new Event.Answered(first, ""));

        assertThat(stage.status().state()).isEqualTo("starting");
    }

    @Test
    void aPortOfItsOwnIsAskedWhenTheWorkerListensThere() {
        var other = RuleSheet.of(1).ready(8081, "/ready").stage().begin();
        other.serve(id(1, 1));
        assertThat(other.prober.questions).isEmpty();
        other.pass(Duration.ofSeconds(60));
        assertThat(other.log.lines)
                .containsExactly(
                        "WARN slot 1: pid 101 listens but is not ready after 60.0 s: GET /ready on"
                                + " port 8081: it does not listen there; it is asked again until"
                                + " it is");
        other.bind(id(1, 1), 8081, false);
        other.pass(Inquiry.LONG_PAUSE);
        assertThat(other.prober.open(id(1, 1)).text).isEqualTo("1.1 127.0.0.1:8081/ready");
        other.answer(id(1, 1), "");

        assertThat(other.log.lines).endsWith("INFO banner on 0.0.0.0:8080");
    }

    @Test
    void aListenerThatIsClosedIsNotAsked() {
        stage.begin().link(id(1, 1));
        stage.say(id(1, 1), new Message.BindRequest(7, "0.0.0.0", 9999, 0, false));
        stage.say(id(1, 1), new Message.Bound(7, 9999));
        stage.answer(id(1, 1), BAD);
        stage.say(id(1, 1), new Message.Closed(7));
        stage.pass(Inquiry.PAUSE);
        assertThat(stage.prober.open(id(1, 1))).isNull();
        stage.listen(id(1, 1));
        stage.pass(Inquiry.PAUSE);

        assertThat(stage.prober.open(id(1, 1)).text).isEqualTo("1.1 127.0.0.1:8080/health");
    }

    @Test
    void anAddressOfItsOwnIsAskedThere() {
        for (var address :
                new String[][] {
                    {"127.0.0.5", "127.0.0.5"},
                    {"::", "0:0:0:0:0:0:0:1"},
                    {"0:0:0:0:0:0:0:0", "0:0:0:0:0:0:0:1"},
                    {"::1", "0:0:0:0:0:0:0:1"}
                }) {
            var other = RuleSheet.of(1).ready(0, "/").stage().begin();
            other.link(id(1, 1));
            other.say(id(1, 1), new Message.BindRequest(7, address[0], 80, 0, false));
            other.say(id(1, 1), new Message.Bound(7, 80));

            assertThat(other.prober.open(id(1, 1)).text).isEqualTo("1.1 " + address[1] + ":80/");
        }
    }

    @Test
    void whereNoPortIsToBeHadItIsTriedAgain() {
        stage.prober.noPorts = true;
        stage.begin().serve(id(1, 1));
        stage.pass(Duration.ofSeconds(1));
        stage.prober.noPorts = false;
        stage.pass(Inquiry.PAUSE);
        stage.answer(id(1, 1), "");

        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void whereNobodyCanBeAskedAloneTheyAreReadyWhenTheyListen() {
        stage.traffic.canProbe = false;
        stage.begin().serveAll();

        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
        assertThat(stage.prober.questions).isEmpty();
        assertThat(stage.log.lines)
                .containsExactly(
                        "INFO banner on 0.0.0.0:8080",
                        "WARN 'GET /health' cannot be asked of one worker alone here: a worker is"
                                + " ready as soon as it listens");
    }

    @Test
    void aReloadWaitsForTheAnswer() {
        readyAll();
        stage.story.clear();
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.answer(id(1, 2), BAD);
        stage.pass(Inquiry.PAUSE);
        assertThat(stage.story).isEmpty();
        stage.answer(id(1, 2), "");
        assertThat(stage.story).containsExactly("admit 1.2", "divert 1.1", "stop 1.1");
        stage.serve(id(2, 2));
        stage.answer(id(2, 2), "");

        assertThat(reply.done).isNotNull();
        assertThat(reply.progress.get(1))
                .isEqualTo(
                        "slot 1: new worker pid 103 is ready after 0.3 s, old worker pid 101"
                                + " stopped after 0.0 s (1 of 2)");
    }

    @Test
    void aReloadFailsWithTheLastAnswer() {
        readyAll();
        var reply = stage.reload();
        stage.serve(id(1, 2));
        for (int i = 0; i < 240; i++) {
            if (stage.prober.open(id(1, 2)) != null) {
                stage.answer(id(1, 2), BAD);
            }
            stage.pass(Inquiry.PAUSE);
        }

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 103 is not ready after 60.0 s: GET /health"
                                + " says 503 Service Unavailable; all slots keep their old"
                                + " workers");
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
        assertThat(stage.traffic.admitted).containsExactly(id(1, 1), id(2, 1));
        assertThat(stage.traffic.probes).isEmpty();
    }

    @Test
    void aReloadWhoseNewWorkerEndsBeforeItIsReadySaysSo() {
        readyAll();
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.exit(id(1, 2), 1);

        assertThat(reply.failed).contains("pid 103 ended before it was ready: exit status 1");
    }

    @Test
    void aScalingWaitsForTheAnswer() {
        readyAll();
        var reply = stage.scale(3);
        stage.serve(id(3, 1));
        assertThat(reply.isOpen()).isTrue();
        stage.answer(id(3, 1), "");

        assertThat(reply.done).isNotNull();
    }

    @Test
    void togetherTheFirstThatIsReadyIsEnough() {
        var other = RuleSheet.of(2).start(Start.TOGETHER).ready(0, "/").stage().begin();
        other.serve(id(1, 1));
        other.serve(id(2, 1));
        other.answer(id(2, 1), "");
        assertThat(other.status().state()).isEqualTo("running");
        other.answer(id(1, 1), "");

        assertThat(other.traffic.admitted).containsExactly(id(2, 1), id(1, 1));
    }

    private void readyAll() {
        stage.begin();
        for (int slot = 1; slot <= 2; slot++) {
            stage.serve(id(slot, 1));
            stage.answer(id(slot, 1), "");
        }
    }
}
