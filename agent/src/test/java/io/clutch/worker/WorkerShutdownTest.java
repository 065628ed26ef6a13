package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How real workers end, on every JDK. */
class WorkerShutdownTest {

    private static final String METHOD = "io.clutch.worker.DrivenApplication#onShutdown";
    private static final Message.Stop STOP = new Message.Stop("the test stops it", "TERM");

    @TempDir private Path directory;
    private FakeMaster master;
    private WorkerProcess worker;

    static Stream<Path> javaHomes() throws IOException {
        return WorkerProcess.javaHomes();
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
    void theEventComesInAllThreeFormsBeforeTheEnd(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("bind socket a 127.0.0.1 0");
        assertThat(worker.order("beans")).isEqualTo("bean 1 1 4 true LISTENING");
        worker.order("listen-for-shutdown one");
        worker.order("listen-for-shutdown throws");
        worker.order("listen-for-shutdown two");

        master.tell(1, STOP);

        assertThat(worker.rest())
                .containsExactly(
                        "listener one",
                        "listener throws",
                        "listener two",
                        "method",
                        "notification io.clutch.shutdown");
        assertThat(worker.status()).isZero();
        assertThat(worker.errors()).contains("a listener of the shutdown event failed", "as asked");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void termToTheWorkerIsToldToTheMaster(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("bind channel a 127.0.0.1 0");
        master.hears(Message.BindRequest.class);
        master.hears(Message.Bound.class);

        worker.signal("INT");
        worker.signal("HUP");
        assertThat(worker.order("api")).isEqualTo("api true 1/4 true");
        worker.signal("TERM");

        assertThat(master.hears(Message.Stopping.class).cause())
                .isEqualTo("TERM was sent to the worker");
        assertThat(worker.rest()).containsExactly("method");
        assertThat(worker.status()).isZero();
        assertThat(worker.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void whatNeverListenedEndsAsTheJvmWouldHaveEndedIt(Path javaHome) throws Exception {
        start(javaHome, "");
        master.tell(1, new Message.Stop("Ctrl-C", "INT"));
        assertThat(worker.status()).isEqualTo(130);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void anApplicationsOwnHandlerOfTermEndsIt(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("bind async a 127.0.0.1 0");
        worker.order("handle TERM");

        master.tell(1, STOP);

        assertThat(worker.rest()).containsExactly("method", "application handles TERM");
        assertThat(worker.status()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aTermThatTheApplicationHandlesBringsTheEventAsWell(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("bind socket a 127.0.0.1 0");
        worker.order("handle TERM");

        worker.signal("TERM");

        assertThat(worker.rest()).containsExactly("application handles TERM", "method");
        assertThat(worker.status()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void withoutSignalsTheLinkStillStopsIt(Path javaHome) throws Exception {
        start(javaHome, METHOD, "-Xrs");
        worker.order("bind socket a 127.0.0.1 0");

        master.drop(1);

        assertThat(worker.rest()).containsExactly("method");
        assertThat(worker.status()).isZero();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aListenerMayEndTheJvmItself(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("bind socket a 127.0.0.1 0");
        worker.order("listen-for-shutdown one");
        worker.order("listen-for-shutdown exits");
        worker.order("listen-for-shutdown two");

        // In this order: once it has the signal it may end before it can be told.
        master.tell(1, STOP);
        worker.signal("TERM");

        assertThat(worker.rest())
                .containsExactly("listener one", "listener exits", "listener two", "method");
        assertThat(worker.status()).isEqualTo(9);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void aMethodThatIsMissingIsNamed(Path javaHome) throws Exception {
        start(javaHome, "com.example.Missing#bye");
        worker.order("bind socket a 127.0.0.1 0");

        master.tell(1, STOP);

        assertThat(worker.status()).isZero();
        assertThat(worker.errors().lines())
                .singleElement()
                .asString()
                .contains(
                        "on-shutdown=com.example.Missing#bye was not called: the application has"
                                + " no such class");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void whatABatchProgramDoesAtItsEndIsItsOwn(Path javaHome) throws Exception {
        start(javaHome, METHOD);
        worker.order("listen-for-shutdown one");
        worker.tell("exit 3");
        assertThat(worker.rest()).containsExactly("listener one");
        assertThat(worker.status()).isEqualTo(3);
        assertThat(worker.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void theMasterSeesTheDumpWhenItIsWritten(Path javaHome) throws Exception {
        start(javaHome, "");

        master.tell(1, new Message.DumpThreads());

        master.hears(Message.ThreadsDumped.class);
        assertThat(worker.until("JNI global ref"))
                .anyMatch(line -> line.contains("Full thread dump"))
                .anyMatch(line -> line.contains("\"clutch-link\""))
                .anyMatch(line -> line.contains("JNI global ref"));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void withoutSignalsTheDumpIsOnStandardError(Path javaHome) throws Exception {
        start(javaHome, "", "-Xrs");

        master.tell(1, new Message.DumpThreads());

        master.hears(Message.ThreadsDumped.class);
        assertThat(worker.errors()).contains("\"main\"", "\"clutch-link\"");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void theAnswersFollowTheMaster(Path javaHome) throws Exception {
        start(javaHome, "");
        assertThat(worker.order("api")).isEqualTo("api true 1/4 true");

        master.tell(1, new Message.Leader(false));
        master.tell(1, new Message.Workers(6));
        // Answered after the two before it have been read.
        master.tell(1, new Message.DumpThreads());
        master.hears(Message.ThreadsDumped.class);

        worker.tell("api");
        var seen = new ArrayList<String>();
        for (var line = worker.next(); !line.startsWith("api"); line = worker.next()) {
            seen.add(line);
        }
        assertThat(worker.order("api")).isEqualTo("api true 1/6 false");
        assertThat(seen).isNotEmpty();
    }

    private void start(Path javaHome, String onShutdown, String... options) throws IOException {
        master = new FakeMaster(directory, new Message.Welcome(4, true, onShutdown, "warn"));
        var all = new ArrayList<>(List.of(options));
        all.add("-javaagent:" + WorkerProcess.agent(directory));
        worker = WorkerProcess.start(javaHome, master, 1, directory, all.toArray(String[]::new));
    }
}
