package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clutch.link.Message;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of server socket, in real workers on every JDK. */
class BindingTest {

    private static final List<String> KINDS =
            List.of("socket", "ssl", "channel", "adaptor", "async", "cleared", "set");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String HOST = LOOPBACK.getHostAddress();

    @TempDir private Path directory;
    private FakeMaster master;
    private final List<WorkerProcess> workers = new ArrayList<>();

    static Stream<Path> javaHomes() throws IOException {
        return WorkerProcess.javaHomes();
    }

    @BeforeEach
    void openMaster() throws IOException {
        master = new FakeMaster(directory, new Message.Welcome(2, true, "", "warn"));
    }

    @AfterEach
    void endAll() {
        workers.forEach(WorkerProcess::close);
        master.close();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void workersShareAnAddressThatNobodyElseGets(Path javaHome) throws Exception {
        var first = start(javaHome, 1);
        var second = start(javaHome, 2);
        for (var kind : KINDS) {
            master.grants(FakeMaster::exclusive);
            int port = bound(first.order("bind %s a %s 0".formatted(kind, HOST)));
            var request = master.hears(Message.BindRequest.class);
            assertThat(request.port()).as(kind).isZero();
            assertThat(request.address()).as(kind).isEqualTo(HOST);
            assertThat(master.hears(Message.Bound.class).port()).as(kind).isEqualTo(port);
            assertThat(first.order("reuseport a")).isEqualTo("reuseport true");

            master.grants(FakeMaster.shared(port));
            var answer = second.order("bind %s a %s 0".formatted(kind, HOST));
            assertThat(answer).as(kind).isEqualTo("bound " + port);
            assertThat(master.hears(Message.BindRequest.class).ordinal())
                    .as(kind)
                    .isEqualTo(request.ordinal());
            assertThat(master.hears(Message.Bound.class).port()).as(kind).isEqualTo(port);

            master.grants(FakeMaster::exclusive);
            var taken = second.order("bind %s b %s %d".formatted(kind, HOST, port));
            if (!kind.equals("set")) {
                assertThat(taken).as(kind).contains("BindException: Address already in use");
                master.hears(Message.BindRequest.class);
                assertThat(master.hears(Message.BindFailed.class).reason())
                        .contains("Address already in use");
                assertThatExceptionOfType(BindException.class).isThrownBy(() -> bindOutside(port));
            } else {
                // Who sets the option by itself wants just that, here as anywhere.
                assertThat(taken).isEqualTo("bound " + port);
                master.hears(Message.BindRequest.class);
                master.hears(Message.Bound.class);
            }
            connect(port);

            assertThat(second.order("close b")).isEqualTo("closed");
            if (kind.equals("set")) {
                master.hears(Message.Closed.class);
            }
            assertThat(second.order("close a")).isEqualTo("closed");
            master.hears(Message.Closed.class);
            assertThat(first.order("close a")).isEqualTo("closed");
            assertThat(master.hears(Message.Closed.class).id()).isEqualTo(request.id());
            assertThat(bound(first.order("bind %s a %s %d".formatted(kind, HOST, port))))
                    .isEqualTo(port);
            assertThat(first.order("close a")).isEqualTo("closed");
            master.hears(Message.BindRequest.class);
            master.hears(Message.Bound.class);
            master.hears(Message.Closed.class);
        }
        assertThat(first.errors()).isEmpty();
        assertThat(second.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aFailedSharedBindLeavesTheSocketAsItWas(Path javaHome) throws Exception {
        var worker = start(javaHome, 1);
        try (var stranger = new ServerSocket(0, 1, LOOPBACK)) {
            for (var kind : KINDS) {
                master.grants(FakeMaster.shared(stranger.getLocalPort()));
                assertThat(worker.order("bind %s a %s 0".formatted(kind, HOST)))
                        .as(kind)
                        .contains("BindException: Address already in use");
                assertThat(worker.order("reuseport a"))
                        .as(kind)
                        .isEqualTo("reuseport " + kind.equals("set"));
                worker.order("close a");
                master.hears(Message.BindRequest.class);
                master.hears(Message.BindFailed.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aBindWithoutAddressIsTheWildcard(Path javaHome) throws Exception {
        var worker = start(javaHome, 1);
        int ordinal = 0;
        for (var kind : KINDS) {
            bound(worker.order("bind %s a null 0".formatted(kind)));
            var request = master.hears(Message.BindRequest.class);
            assertThat(request.address()).as(kind).isEqualTo("0.0.0.0");
            assertThat(request.ordinal()).as(kind).isEqualTo(ordinal++);
            assertThat(request.byAgent()).isFalse();
            worker.order("close a");
            master.hears(Message.Bound.class);
            master.hears(Message.Closed.class);
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aBindWaitsForTheMasterUntilTheLinkIsLost(Path javaHome) throws Exception {
        var worker = start(javaHome, 1);
        var requests = new LinkedBlockingQueue<Message.BindRequest>();
        master.grants(
                request -> {
                    requests.add(request);
                    return null;
                });
        worker.tell("bind socket a %s 0".formatted(HOST));
        master.tell(1, FakeMaster.exclusive(requests.poll(60, TimeUnit.SECONDS)));
        assertThat(worker.next()).startsWith("bound");

        worker.tell("bind socket b %s 0".formatted(HOST));
        assertThat(requests.poll(60, TimeUnit.SECONDS)).isNotNull();
        master.drop(1);
        assertThat(worker.rest()).anyMatch(line -> line.startsWith("bound"));
        assertThat(worker.status()).isZero();
        assertThat(worker.errors())
                .contains("the link to the master (process ")
                .contains(" WARN clutch - ");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void whatAnAgentBindsIsToldAsSuch(Path javaHome) throws Exception {
        var agent = "-javaagent:" + WorkerProcess.agent(directory) + "=bind";
        workers.add(WorkerProcess.start(javaHome, master, 1, directory, agent));
        assertThat(master.hears(Message.BindRequest.class).byAgent()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void theJdkWithoutAnythingButItsBaseWillDo(Path javaHome) throws Exception {
        workers.add(
                WorkerProcess.start(
                        javaHome,
                        master,
                        1,
                        directory,
                        "--limit-modules=java.base,java.instrument",
                        "-javaagent:" + WorkerProcess.agent(directory)));
        var worker = workers.get(0);
        for (var kind : KINDS) {
            bound(worker.order("bind %s %s %s 0".formatted(kind, kind, HOST)));
            master.hears(Message.BindRequest.class);
            master.hears(Message.Bound.class);
        }
        worker.signal("TERM");
        assertThat(worker.status()).isZero();
        assertThat(worker.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void whatWorkersCannotShareIsTheJdksBusiness(Path javaHome) throws Exception {
        var worker = start(javaHome, 1);
        assertThat(worker.order("bind unix a %s 0".formatted(directory.resolve("u.sock"))))
                .isEqualTo("bound unix");
        assertThat(worker.order("bind socket b unresolved 0"))
                .contains("SocketException: Unresolved address");
        assertThat(worker.order("api")).isEqualTo("api true 1/2 true");
        assertThat(worker.order("bind socket c 127.0.0.1 0")).startsWith("bound ");
        assertThat(master.hears(Message.BindRequest.class).id()).as("the first").isEqualTo(1);
        assertThat(worker.errors()).isEmpty();
    }

    private WorkerProcess start(Path javaHome, int slot) throws IOException {
        var worker = WorkerProcess.start(javaHome, master, slot, directory);
        workers.add(worker);
        return worker;
    }

    private static int bound(String answer) {
        assertThat(answer).startsWith("bound ");
        return Integer.parseInt(answer.substring(6));
    }

    private static void bindOutside(int port) throws IOException {
        new ServerSocket(port, 1, LOOPBACK).close();
    }

    private static void connect(int port) throws IOException {
        new Socket(LOOPBACK, port).close();
    }
}
