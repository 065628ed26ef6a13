package io.clutch.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShutdownSequenceTest {

    private static final Duration DRAIN = Duration.ofSeconds(7);
    private static final StopCause TERM = new StopCause("TERM came", "TERM", false, DRAIN);
    private static final StopCause LOST = new StopCause("link lost", "TERM", false, DRAIN);
    private static final StopCause ASKED = new StopCause("reload", "TERM", true, DRAIN);
    private static final StopCause CTRL_C = new StopCause("Ctrl-C", "INT", true, DRAIN);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final RecordingLog log = new RecordingLog();
    private final Standing standing = new Standing(new WorkerId(2, 1), 4, false);
    private final ShutdownEvent event =
            new ShutdownEvent(
                    new ClassLoaderOfApplication(Thread.currentThread()),
                    () -> heard.add("method"),
                    () -> heard.add("notification"),
                    log);
    private boolean drainIsSeen;
    private final FakeEnd process = new FakeEnd();
    private final ShutdownSequence sequence =
            new ShutdownSequence(standing, event, this::told, this::drained, process, log);

    private void drained(StopCause cause, long sinceNanos, BooleanSupplier goesOn) {
        if (drainIsSeen) {
            heard.add("drain " + cause.drain() + " " + goesOn.getAsBoolean());
        }
    }

    private void told(Message.FromWorker message) {
        heard.add(message.toString());
    }

    /** Remembers how the process would have ended. */
    private final class FakeEnd implements ProcessEnd {

        volatile boolean applicationHandlesTerm;

        @Override
        public boolean raiseToApplication() {
            if (applicationHandlesTerm) {
                heard.add("raised");
            }
            return applicationHandlesTerm;
        }

        @Override
        public void exit(int status) {
            heard.add("exit " + status);
        }
    }

    @Test
    void tellsTheMasterThenTheApplicationThenEnds() {
        standing.listens();
        event.onShutdown(() -> heard.add("first"));
        event.onShutdown(() -> heard.add("second"));

        sequence.begin(TERM);

        awaitEnd("exit 0");
        assertThat(heard)
                .containsExactly(
                        "Stopping[cause=TERM came]",
                        "first",
                        "second",
                        "method",
                        "notification",
                        "exit 0");
        assertThat(standing.state()).isEqualTo(Standing.State.STOPPING);
    }

    @Test
    void waitsForRequestsBetweenTheEventAndTheEnd() {
        drainIsSeen = true;
        standing.listens();

        sequence.begin(ASKED);

        awaitEnd("exit 0");
        assertThat(heard).containsExactly("method", "notification", "drain PT7S true", "exit 0");
    }

    @Test
    void waitsForRequestsBeforeTheApplicationsHandlerOfTerm() {
        drainIsSeen = true;
        standing.listens();
        process.applicationHandlesTerm = true;

        sequence.begin(ASKED);

        awaitEnd("raised");
        assertThat(heard).containsExactly("method", "notification", "drain PT7S true", "raised");
    }

    @Test
    void whatNeverListenedHasNoRequests() {
        drainIsSeen = true;

        sequence.begin(ASKED);

        awaitEnd("exit 143");
        assertThat(heard).containsExactly("method", "notification", "exit 143");
    }

    @Test
    void stopsWaitingWhenTheJvmEnds() {
        drainIsSeen = true;
        standing.listens();
        event.onShutdown(sequence::jvmEnds);

        sequence.begin(ASKED);

        awaitEnd("drain PT7S false");
    }

    @Test
    void doesNotTellTheMasterWhatTheMasterSaid() {
        sequence.begin(ASKED);

        awaitEnd("exit 143");
        assertThat(heard).containsExactly("method", "notification", "exit 143");
    }

    @Test
    void endsAsTheJvmWouldIfTheApplicationNeverListened() {
        sequence.begin(CTRL_C);

        awaitEnd("exit 130");
    }

    @Test
    void leavesTheEndToAnApplicationThatHandlesTerm() {
        process.applicationHandlesTerm = true;

        sequence.begin(ASKED);

        awaitEnd("raised");
        assertThat(heard).containsExactly("method", "notification", "raised");
    }

    @Test
    void endsWhenTheApplicationsHandlerPassesTermOn() {
        process.applicationHandlesTerm = true;
        sequence.begin(ASKED);
        awaitEnd("raised");

        sequence.term(TERM);

        awaitEnd("exit 143");
        assertThat(heard).containsExactly("method", "notification", "raised", "exit 143");
    }

    @Test
    void doesNotRaiseTheTermThatTheApplicationsHandlerHasPassedOn() {
        process.applicationHandlesTerm = true;

        sequence.term(TERM);

        awaitEnd("exit 143");
        assertThat(heard).doesNotContain("raised");
    }

    @Test
    void aFailingListenerDoesNotStopTheOthers() {
        event.onShutdown(
                () -> {
                    throw new IllegalStateException("one");
                });
        event.onShutdown(
                () -> {
                    throw new StackOverflowError("two");
                });
        event.onShutdown(() -> heard.add("third"));

        sequence.begin(ASKED);

        awaitEnd("exit 143");
        assertThat(heard).startsWith("third");
        assertThat(log.lines)
                .anyMatch(line -> line.contains("IllegalStateException: one"))
                .anyMatch(line -> line.contains("StackOverflowError: two"));
    }

    @Test
    void aListenerThatComesLateRunsAtOnce() {
        event.onShutdown(() -> event.onShutdown(() -> heard.add("from a listener")));
        sequence.begin(ASKED);
        awaitEnd("exit 143");
        assertThat(heard).startsWith("from a listener");

        event.onShutdown(() -> heard.add("late on " + Thread.currentThread().getName()));

        assertThat(heard).endsWith("late on " + Thread.currentThread().getName());
    }

    @Test
    void listenersWorkWithTheApplicationsClassLoader() {
        var loaders = new ArrayList<ClassLoader>();
        event.onShutdown(() -> loaders.add(Thread.currentThread().getContextClassLoader()));

        sequence.begin(ASKED);

        awaitEnd("exit 143");
        assertThat(loaders).containsExactly(Thread.currentThread().getContextClassLoader());
    }

    @Test
    void aListenerThatEndsTheJvmItselfKeepsNobodyWaiting() throws InterruptedException {
        var hookIsDone = new CountDownLatch(1);
        event.onShutdown(
                () -> {
                    heard.add("exits");
                    // What System.exit does: run the hooks elsewhere, and never return. Here it
                    // returns, so that the test can see what the sequence does then: nothing.
                    var hooks = new Thread(sequence::jvmEnds);
                    hooks.start();
                    join(hooks);
                    hookIsDone.countDown();
                });
        event.onShutdown(() -> heard.add("second"));

        sequence.begin(TERM);

        assertThat(hookIsDone.await(10, SECONDS)).isTrue();
        assertThat(heard)
                .containsExactly(
                        "Stopping[cause=TERM came]", "exits", "second", "method", "notification");
    }

    @Test
    void theEndOfABatchProgramIsNoEventButItsOwnListenersRun() {
        event.onShutdown(() -> heard.add("listener"));

        sequence.jvmEnds();

        assertThat(heard).containsExactly("listener");
    }

    @Test
    void aServerThatEndsItselfHearsTheEvent() {
        standing.listens();
        event.onShutdown(() -> heard.add("listener"));

        sequence.jvmEnds();

        assertThat(heard).containsExactly("listener", "method", "notification");
    }

    @ParameterizedTest
    @CsvSource({
        "TERM,TERM",
        "TERM,LOST",
        "TERM,ASKED",
        "TERM,EXIT",
        "LOST,LOST",
        "LOST,ASKED",
        "LOST,EXIT",
        "ASKED,ASKED",
        "ASKED,EXIT"
    })
    void happensOnceWhicheverRoutesMeet(String one, String other) throws Exception {
        for (int round = 0; round < 200; round++) {
            new ShutdownSequenceTest().meet(one, other);
        }
    }

    private void meet(String one, String other) throws Exception {
        standing.listens();
        event.onShutdown(() -> heard.add("first"));
        event.onShutdown(() -> heard.add("second"));
        var barrier = new CyclicBarrier(2);
        var threads = List.of(route(one, barrier), route(other, barrier));
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        boolean jvmEnds = other.equals("EXIT");
        if (!jvmEnds) {
            awaitEnd("exit 0");
        }
        // The JVM's hook and the sequence share the work, so what is last taken may be first done.
        var all = List.of("first", "second", "method", "notification");
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(10, SECONDS)
                .until(() -> heard.containsAll(all));

        assertThat(heard.stream().filter(line -> !line.startsWith("Stopping")))
                .containsOnlyOnce("first", "second", "method", "notification")
                .hasSizeBetween(4, 5)
                .doesNotContain("exit 143");
        if (!jvmEnds) {
            assertThat(heard).containsSubsequence(all);
        }
        assertThat(heard.stream().filter(line -> line.startsWith("Stopping")).count())
                .isBetween(0L, 1L);
    }

    private Thread route(String name, CyclicBarrier barrier) {
        return new Thread(
                () -> {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    switch (name) {
                        case "TERM" -> sequence.begin(TERM);
                        case "LOST" -> sequence.begin(LOST);
                        case "ASKED" -> sequence.begin(ASKED);
                        default -> sequence.jvmEnds();
                    }
                });
    }

    private void awaitEnd(String end) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(10, SECONDS)
                .until(() -> heard.contains(end));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
