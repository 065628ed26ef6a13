package io.clutch.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.testing.TestPosix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How real workers wait for their requests in progress, on every JDK. */
class WorkerDrainTest {

    private static final Duration DRAIN = Duration.ofSeconds(40);
    private static final Message.Stop STOP = new Message.Stop("the test stops it", "TERM", DRAIN);

    @TempDir private Path directory;
    private FakeMaster master;
    private WorkerProcess worker;
    private int port;

    static Stream<Path> javaHomes() throws IOException {
        return WorkerProcess.javaHomes();
    }

    @BeforeEach
    void startMaster() throws IOException {
        var welcome =
                new Message.Welcome(
                        4,
                        true,
                        false,
                        DRAIN,
                        DRAIN,
                        DrivenApplication.class.getName() + "#onShutdown",
                        "warn");
        master = new FakeMaster(directory, welcome);
    }

    @AfterEach
    void endAll() {
        if (worker != null) {
            worker.close();
        }
        master.close();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aRequestInProgressIsAnsweredBeforeTheEnd(Path javaHome) throws Exception {
        start(javaHome);
        try (var idle = new Client(port);
                var busy = new Client(port)) {
            assertThat(idle.ask("quick")).isEqualTo("answer to quick");
            busy.say("slow");
            assertThat(worker.next()).isEqualTo("slow begins");

            master.tell(1, STOP);

            assertThat(worker.next()).isEqualTo("method");
            assertThat(idle.in.readLine()).isNull();
            assertThat(worker.order("allow")).isEqualTo("allowed");
            assertThat(busy.in.readLine()).isEqualTo("answer to slow");
            assertThat(busy.in.readLine()).isNull();
            assertThat(worker.status()).isZero();
            // The idle one counts too if the application took its time to close it.
            assertThat(master.hears(Message.Drained.class).report())
                    .containsPattern("waited for [12] connection")
                    .doesNotContain("cut off");
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aWorkerThatStopsByItselfWaitsUntilItIsSteeredOut(Path javaHome) throws Exception {
        start(javaHome);
        try (var busy = new Client(port)) {
            busy.say("slow");
            assertThat(worker.next()).isEqualTo("slow begins");

            worker.signal("TERM");
            master.hears(Message.Stopping.class);
            master.tell(1, new Message.SteeredOut());

            assertThat(worker.next()).isEqualTo("method");
            assertThat(worker.order("allow")).isEqualTo("allowed");
            assertThat(busy.in.readLine()).isEqualTo("answer to slow");
            assertThat(worker.status()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aWorkerWithoutItsMasterWaitsAsWell(Path javaHome) throws Exception {
        start(javaHome);
        try (var busy = new Client(port)) {
            busy.say("slow");
            assertThat(worker.next()).isEqualTo("slow begins");

            master.drop(1);

            assertThat(worker.next()).isEqualTo("method");
            assertThat(worker.order("allow")).isEqualTo("allowed");
            assertThat(busy.in.readLine()).isEqualTo("answer to slow");
            assertThat(worker.status()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void whatTakesTooLongIsCutOffAndNamed(Path javaHome) throws Exception {
        start(javaHome);
        try (var busy = new Client(port)) {
            busy.say("slow");
            assertThat(worker.next()).isEqualTo("slow begins");

            master.tell(1, new Message.Stop("reload", "TERM", Duration.ofMillis(400)));

            assertThat(master.hears(Message.Drained.class).report())
                    .contains("cut off: 1 busy (127.0.0.1:" + busy.socket.getLocalPort());
            assertThat(worker.status()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void anApplicationThatHandlesTermIsAskedAfterTheWait(Path javaHome) throws Exception {
        start(javaHome);
        worker.order("handle TERM");
        try (var busy = new Client(port)) {
            busy.say("slow");
            assertThat(worker.next()).isEqualTo("slow begins");

            master.tell(1, STOP);

            assertThat(worker.next()).isEqualTo("method");
            assertThat(worker.order("allow")).isEqualTo("allowed");
            assertThat(busy.in.readLine()).isEqualTo("answer to slow");
            assertThat(worker.rest()).containsExactly("application handles TERM");
            assertThat(worker.status()).isEqualTo(7);
        }
    }

    private void start(Path javaHome) throws Exception {
        var library = TestPosix.library().unpack(directory, ByteBuddyAgent.install()).file();
        worker = WorkerProcess.start(javaHome, master, 1, directory, library.toString(), List.of());
        var bound = worker.order("bind socket a 127.0.0.1 0");
        port = Integer.parseInt(bound.substring("bound ".length()));
        assertThat(worker.order("serve a")).isEqualTo("serves");
        master.hears(Message.BindRequest.class);
        master.hears(Message.Bound.class);
    }

    private static final class Client implements AutoCloseable {

        final Socket socket;
        final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        String ask(String line) throws IOException {
            say(line);
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
