package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reloads of an application that listens at several addresses, one after the other. */
final class SettlingTest {

    private static final int SECOND_PORT = 8443;

    private final Stage stage = Stage.serving(1);

    @Test
    void theOldWorkerStaysUntilTheNewOneListensWhereverItDoes() {
        stage.bind(id(1, 1), SECOND_PORT, false);
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.alive).containsOnlyKeys(id(1, 1), id(1, 2));
        assertThat(stage.traffic.admitted).containsExactlyInAnyOrder(id(1, 1), id(1, 2));
        assertThat(stage.line(id(1, 1)).sent(Message.Stop.class)).isEmpty();

        stage.bind(id(1, 2), SECOND_PORT, false);

        assertThat(stage.alive).containsOnlyKeys(id(1, 2));
        assertThat(reply.done).isEqualTo("reload: 1 workers replaced in 2.0 s");
        assertThat(reply.progress.get(1))
                .isEqualTo(
                        "slot 1: new worker pid 102 listens after 0.0 s, old worker pid 101 stopped"
                                + " after 0.0 s (1 of 1)");
    }

    @Test
    void itStopsAfterAWhileIfTheNewOneDoesNotListenThere() {
        stage.bind(id(1, 1), SECOND_PORT, false);
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.pass(Duration.ofSeconds(9));
        assertThat(reply.isOpen()).isTrue();
        stage.pass(Duration.ofSeconds(2));

        assertThat(stage.alive).containsOnlyKeys(id(1, 2));
        assertThat(reply.done).isNotNull();
        assertThat(stage.log.lines)
                .contains(
                        "WARN slot 1: new worker pid 102 does not listen at [port 8443], where the"
                                + " old one does, after 10.0 s: the old one stops");
    }

    @Test
    void aNewWorkerThatEndsMeanwhileAbortsAndTheOldOneStays() {
        stage.bind(id(1, 1), SECOND_PORT, false);
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.exit(id(1, 2), 1);

        assertThat(reply.failed)
                .isEqualTo(
                        "reload: slot 1: new worker pid 102 ended before it listened wherever the"
                                + " old one does: exit status 1; all slots keep their old workers");
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.alive).containsOnlyKeys(id(1, 1));
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void anOldWorkerThatEndsMeanwhileIsReplacedAtOnce() {
        stage.bind(id(1, 1), SECOND_PORT, false);
        var reply = stage.reload();
        stage.serve(id(1, 2));
        stage.exit(id(1, 1), 1);

        assertThat(reply.done).isNotNull();
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.alive).containsOnlyKeys(id(1, 2));
        assertThat(stage.started).containsExactly(id(1, 1), id(1, 2));
    }
}
