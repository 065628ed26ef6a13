package io.clutch.master;

import static io.clutch.master.Stage.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import io.clutch.listen.Listeners;
import io.clutch.posix.Posix;
import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections wait in the listeners of workers that are played. */
final class HeirsTest {

    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private final Posix posix = TestPosix.get();
    private final List<String> troubles = new ArrayList<>();
    private final Listeners listeners = Listeners.of(posix, Optional.empty(), troubles::add);
    private final Stage stage =
            new Stage(Stage.rules(2), new Random(1), Optional.of(listeners)).begin();
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;
    private long requests = 1_000;

    @BeforeEach
    void start() throws IOException {
        serve(id(1, 1));
        serve(id(2, 1));
        stage.obedient = false;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : open) {
            closeable.close();
        }
        listeners.close();
    }

    @Test
    void whoWaitsForAWorkerThatWasReplacedAndKilledIsServed() throws IOException {
        waitAt(id(2, 1));
        var reply = stage.reload();
        serve(id(1, 2));
        stage.exit(id(1, 1), 0);
        serve(id(2, 2));
        stage.exit(id(2, 1), 137);
        assertThat(reply.done).isNotNull();
        assertThat(stage.started).doesNotContain(id(2, 3));

        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.started).endsWith(id(2, 3));
        assertThat(inherits(id(2, 3))).isTrue();
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.line(id(2, 3)).sent(Message.Stop.class)).hasSize(1);
        stage.exit(id(2, 3), 0);

        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.alive).containsOnlyKeys(id(1, 2), id(2, 2));
        assertThat(stage.status().slots()).extracting(WorkerStatus::state).containsOnly("serving");
        assertThat(stage.status().restarts()).isZero();
    }

    @Test
    void whoWaitsForAWorkerTooManyIsServedBeforeItsSlotGoes() throws IOException {
        waitAt(id(2, 1));
        var reply = stage.scale(1);
        stage.exit(id(2, 1), 137);
        stage.pass(Duration.ofSeconds(1));
        assertThat(reply.isOpen()).isTrue();
        assertThat(inherits(id(2, 2))).isTrue();
        stage.pass(Duration.ofMillis(1));
        stage.exit(id(2, 2), 0);

        assertThat(reply.done).startsWith("scale: 1 workers");
        assertThat(stage.alive).containsOnlyKeys(id(1, 1));
        assertThat(stage.status().slots()).hasSize(1);
    }

    @Test
    void whoWaitsForASlotThatCrashedAndIsGivenUpIsServed() throws IOException {
        waitAt(id(2, 1));
        stage.startFailure = "no memory";
        stage.exit(id(2, 1), 137);
        stage.pass(Duration.ofMillis(1));
        stage.startFailure = null;
        var reply = stage.scale(1);
        assertThat(reply.isOpen()).isTrue();

        var heir = stage.started.get(stage.started.size() - 1);
        assertThat(inherits(heir)).isTrue();
        stage.pass(Duration.ofMillis(1));
        stage.exit(heir, 0);

        assertThat(reply.done).isNotNull();
    }

    @Test
    void nothingIsStartedIfNobodyWaits() throws IOException {
        var reply = stage.scale(1);
        stage.exit(id(2, 1), 137);
        stage.pass(Duration.ofSeconds(1));

        assertThat(reply.done).isNotNull();
        assertThat(stage.started).containsExactly(id(1, 1), id(2, 1));
        assertThat(troubles).isEmpty();
    }

    @Test
    void anHeirThatCrashesHasNoHeir() throws IOException {
        waitAt(id(2, 1));
        var reply = stage.scale(1);
        stage.exit(id(2, 1), 137);
        stage.pass(Duration.ofSeconds(1));
        assertThat(inherits(id(2, 2))).isTrue();
        stage.exit(id(2, 2), 134);

        assertThat(reply.done).isNotNull();
        assertThat(troubles).singleElement().asString().contains("1 connections waited");
    }

    @Test
    void anHeirThatIsNotReadyInTimeIsStopped() throws IOException {
        waitAt(id(2, 1));
        var reply = stage.scale(1);
        stage.exit(id(2, 1), 137);
        stage.pass(Duration.ofSeconds(1));
        stage.link(id(2, 2));
        stage.pass(Duration.ofSeconds(61));
        assertThat(stage.line(id(2, 2)).sent(Message.Stop.class)).hasSize(1);
        stage.exit(id(2, 2), 143);

        assertThat(reply.done).isNotNull();
        assertThat(troubles).singleElement().asString().contains("1 connections waited");
    }

    @Test
    void aListenerThatIsNotTheMastersTooIsToldOfOnce() {
        for (var worker : List.of(id(1, 1), id(2, 1))) {
            stage.bind(worker, 9_999, false);
            stage.bind(worker, 9_999, false);
        }
        assertThat(stage.log.lines)
                .filteredOn(line -> line.contains("port 9999 is not the master's too"))
                .hasSize(1);
    }

    private void serve(WorkerId worker) throws IOException {
        stage.link(worker);
        listen(worker);
    }

    /** Lets a connection wait in the queue of exactly that worker. */
    private void waitAt(WorkerId worker) throws IOException {
        listeners.admit(worker);
        open.add(new Socket(HOST, port));
        listeners.divert(worker);
    }

    private boolean inherits(WorkerId worker) throws IOException {
        stage.link(worker);
        return listen(worker).kind() == Message.Grant.Kind.INHERITED;
    }

    private Message.Grant listen(WorkerId worker) throws IOException {
        var channel = ServerSocketChannel.open();
        open.add(channel);
        int socket = posix.duplicate(posix.descriptorOf(channel));
        long request = ++requests;
        stage.say(worker, new Message.BindRequest(request, HOST, port, 0, false, 50, "", socket));
        var grants = stage.line(worker).sent(Message.Grant.class);
        var grant = grants.get(grants.size() - 1);
        port = grant.port();
        stage.say(worker, new Message.Bound(request, port));
        stage.alive.get(worker).listens = true;
        return grant;
    }
}
