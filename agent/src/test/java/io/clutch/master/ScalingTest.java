package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScalingTest {

    @Test
    void upStartsTheNewSlotsAndIsDoneWhenTheyServe() {
        var stage = Stage.serving(2);
        var reply = stage.scale(4);
        assertThat(stage.started).endsWith(id(3, 1), id(4, 1));
        assertThat(stage.line(id(1, 1)).sent).endsWith(new Message.Workers(4));
        assertThat(stage.alive.get(id(3, 1)).workers).isEqualTo(4);
        stage.serve(id(3, 1));
        assertThat(reply.isOpen()).isTrue();
        stage.serve(id(4, 1));

        assertThat(reply.done).isEqualTo("scale: 4 workers after 0.0 s");
        assertThat(stage.status().workers()).isEqualTo(4);
        assertThat(((Message.Welcome) stage.line(id(4, 1)).sent.get(0)).workers()).isEqualTo(4);
    }

    @Test
    void downStopsTheHighestSlotsAndIsDoneWhenTheyHaveEnded() {
        var stage = Stage.serving(4);
        stage.obedient = false;
        var reply = stage.scale(2);
        assertThat(stage.line(id(3, 1)).sent(Message.Stop.class)).hasSize(1);
        assertThat(stage.line(id(4, 1)).sent(Message.Stop.class)).hasSize(1);
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.Workers(2));
        stage.exit(id(4, 1), 0);
        assertThat(reply.isOpen()).isTrue();
        stage.exit(id(3, 1), 0);

        assertThat(reply.done).isEqualTo("scale: 2 workers after 0.0 s");
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1));
        assertThat(stage.status().slots()).hasSize(2);
    }

    @Test
    void aSurplusWorkerThatDoesNotStopIsKilled() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        var reply = stage.scale(1);
        stage.pass(Duration.ofSeconds(33));
        assertThat(stage.killed).containsExactly(id(2, 1));
        stage.exit(id(2, 1), 137);

        assertThat(reply.done).isNotNull();
        stage.obedient = true;
        stage.signal("TERM");
        assertThat(stage.supervisor.status()).hasValue(0);
    }

    @Test
    void aSlotThatIsDownGoesAtOnce() {
        var stage = Stage.serving(2);
        stage.exit(id(2, 1), 1);
        stage.exit(id(2, 2), 1);
        assertThat(stage.status().slots().get(1).state()).isEqualTo("back-off");

        assertThat(stage.scale(1).done).isNotNull();
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.alive).hasSize(1);
    }

    @Test
    void theSameNumberIsDoneAtOnce() {
        var stage = Stage.serving(2);

        assertThat(stage.scale(2).done).isEqualTo("scale: there are 2 workers already");
        assertThat(stage.started).hasSize(2);
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        var stage = Stage.serving(2);

        for (int number : new int[] {0, -1, 255, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(stage.scale(number).failed)
                    .isEqualTo("the number of workers must be 1 to 254, not " + number);
        }
        assertThat(stage.status().workers()).isEqualTo(2);
    }

    @Test
    void newSlotsThatDoNotComeUpFailItButStay() {
        var stage = Stage.serving(1);
        var reply = stage.scale(3);
        stage.serve(id(3, 1));
        stage.link(id(2, 1));
        stage.pass(Duration.ofSeconds(61));

        assertThat(reply.failed)
                .isEqualTo(
                        "scale: slots [2] are not ready after 60.0 s; they stay, and are restarted"
                                + " as needed");
        assertThat(stage.status().workers()).isEqualTo(3);
        stage.listen(id(2, 1));
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
    }

    @Test
    void aNewSlotMayFailAndComeUpLater() {
        var stage = Stage.serving(1);
        var reply = stage.scale(2);
        stage.exit(id(2, 1), 1);
        assertThat(reply.isOpen()).isTrue();
        stage.serve(id(2, 2));

        assertThat(reply.done).isNotNull();
    }

    @Test
    void ttinAndTtouAreOneSlotMoreAndOneLess() {
        var stage = Stage.serving(2);
        stage.signal("TTIN");
        stage.signal("TTIN");
        assertThat(stage.status().workers()).isEqualTo(4);
        stage.serveAll();
        stage.signal("TTOU");
        assertThat(stage.alive).hasSize(3);
        stage.signal("TTOU");
        stage.signal("TTOU");
        stage.signal("TTOU");

        assertThat(stage.alive).containsOnlyKeys(id(1, 1));
        assertThat(stage.log.lines)
                .endsWith("WARN scale: the number of workers must be 1 to 254, not 0");
    }

    @Test
    void aLaterWishOvertakesAnEarlierOne() {
        var stage = Stage.serving(2);
        stage.obedient = false;
        var down = stage.scale(1);
        var up = stage.scale(2);

        assertThat(down.failed).isEqualTo("overtaken by a scaling to 2 workers");
        // The slot is wanted again, while its old worker is still on its way out.
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(2, 1), id(2, 2));
        stage.exit(id(2, 1), 0);
        stage.serve(id(2, 2));
        assertThat(up.done).isNotNull();
        assertThat(stage.status().slots()).hasSize(2);
    }

    @Test
    void noReloadMeanwhile() {
        var stage = Stage.serving(2);
        stage.scale(3);

        assertThat(stage.reload().failed).isEqualTo("scaling to 3 workers is still under way");
    }

    @Test
    void notBeforeTheClusterListens() {
        var stage = new Stage(Stage.rules(2)).begin();

        assertThat(stage.scale(3).failed).isEqualTo("no worker has listened yet");
    }

    @Test
    void theLeadersSlotMayBeGivenUp() {
        var stage = Stage.serving(2);
        stage.exit(id(1, 1), 1);
        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.Leader(true));
        stage.serve(id(1, 2));
        stage.obedient = false;
        stage.scale(1);

        assertThat(stage.line(id(2, 1)).sent).endsWith(new Message.Leader(false));
        assertThat(stage.line(id(1, 2)).sent).endsWith(new Message.Leader(true));
    }
}
