package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import io.clutch.options.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets everything happen to a cluster, in any order, and checks what must hold whatever happens.
 */
final class SimulationTest {

    private static final int STEPS = 3_000;

    private Random random;
    private Stage stage;
    private boolean asks;
    private int parallel;
    private final List<FakeReply> replies = new ArrayList<>();

    static List<Long> seeds() {
        return new Random(20261123).longs(25).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappens(long seed) {
        random = new Random(seed);
        parallel = 1 + random.nextInt(3);
        var sheet =
                RuleSheet.of(3)
                        .maxFailures(1_000_000)
                        .reloadParallel(parallel)
                        .hangTimeout(Duration.ofSeconds(random.nextInt(3) * 20L));
        asks = random.nextBoolean();
        stage = new Stage((asks ? sheet.ready(0, "/health") : sheet).rules(), random);
        stage.begin();
        for (int i = 0; i < 20; i++) {
            List.copyOf(stage.alive.values()).forEach(this::advance);
        }
        for (int step = 0; step < STEPS; step++) {
            stage.obedient = random.nextInt(4) != 0;
            something();
            check();
        }
        recover();
        stop();
        assertThat(replies).noneMatch(FakeReply::isOpen);
        assertThat(stage.log.lines).noneMatch(line -> line.contains("bug"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensBeforeAnythingListens(long seed) {
        random = new Random(seed);
        var start = random.nextBoolean() ? Start.FIRST : Start.TOGETHER;
        stage = new Stage(Stage.rules(3, start, 5), random);
        stage.startFailure = random.nextInt(5) == 0 ? "no memory" : null;
        stage.begin();
        for (int step = 0; step < 300 && stage.supervisor.status().isEmpty(); step++) {
            stage.obedient = random.nextInt(4) != 0;
            something();
            stage.alive.values().forEach(actor -> assertThat(actor.id.generation()).isLessThan(10));
            if (stage.supervisor.status().isEmpty() && stage.status().state().equals("running")) {
                return;
            }
        }
        if (stage.supervisor.status().isEmpty()) {
            stop();
        }
        assertThat(replies).noneMatch(FakeReply::isOpen);
        assertThat(stage.log.lines).noneMatch(line -> line.contains("bug"));
    }

    private void something() {
        var ids = List.copyOf(stage.alive.keySet());
        var id = ids.isEmpty() ? new WorkerId(1, 1) : ids.get(random.nextInt(ids.size()));
        var actor = stage.alive.get(id);
        switch (random.nextInt(25)) {
            case 0, 1, 2, 3, 4 -> advance(actor);
            case 5 -> {
                if (actor != null) {
                    stage.exit(id, random.nextInt(3) * 100);
                }
            }
            case 6 -> {
                if (linked(actor)) {
                    stage.loseLink(id);
                }
            }
            case 7 -> {
                if (linked(actor)) {
                    stage.say(id, new Message.Stopping("by itself"));
                }
            }
            case 8 -> replies.add(stage.reload());
            case 9 -> replies.add(stage.scale(random.nextInt(6)));
            case 10 -> stage.signal(random.nextBoolean() ? "TTIN" : "TTOU");
            case 11 -> stage.startFailure = random.nextBoolean() ? "no memory" : null;
            case 12 -> stage.handle(new Event.Exited(new WorkerId(1 + random.nextInt(4), 1), 0));
            case 13 -> {
                if (linked(actor)) {
                    stage.say(id, new Message.ThreadsDumped());
                }
            }
            case 14 -> stage.pass(Duration.ofSeconds(random.nextInt(70)));
            case 15, 16 -> {
                if (linked(actor)) {
                    stage.silence(id);
                }
            }
            case 17 -> {
                if (linked(actor)) {
                    stage.speak(id);
                }
            }
            case 18 -> stage.lapse(Duration.ofSeconds(random.nextInt(100)));
            case 19 -> {
                if (stage.prober.open(id) != null) {
                    stage.answer(id, ": connection refused");
                }
            }
            default -> stage.pass(Duration.ofMillis(random.nextInt(2_000)));
        }
    }

    private void advance(Stage.Actor actor) {
        if (actor == null) {
            return;
        } else if (actor.line == null) {
            stage.link(actor.id);
        } else if (!actor.listens) {
            stage.listen(actor.id);
        } else if (stage.prober.open(actor.id) != null) {
            stage.answer(actor.id, "");
        }
    }

    private static boolean linked(Stage.Actor actor) {
        return actor != null && actor.line != null;
    }

    private void check() {
        assertThat(stage.supervisor.status()).isEmpty();
        checkTraffic();
        var serving =
                stage.status().slots().stream()
                        .filter(w -> w.state().equals("serving"))
                        .collect(Collectors.groupingBy(WorkerStatus::slot, Collectors.counting()));
        serving.forEach((slot, count) -> assertThat(count).as("slot %d", slot).isEqualTo(1));
        long staying =
                stage.status().slots().stream()
                        .filter(
                                w ->
                                        List.of(
                                                        "starting",
                                                        "linked",
                                                        "listening",
                                                        "serving",
                                                        "silent")
                                                .contains(w.state()))
                        .count();
        assertThat(staying).isLessThanOrEqualTo(stage.status().workers() + parallel);
        assertThat(stage.status().slots().stream().filter(WorkerStatus::leader).count())
                .isLessThanOrEqualTo(1);
        assertThat(stage.alive.values().stream().filter(SimulationTest::toldToLead).count())
                .isLessThanOrEqualTo(1);
    }

    /** Whoever is admitted serves, and if anybody serves, somebody is admitted. */
    private void checkTraffic() {
        // What the first tick at this moment brings about is not yet in its own answer.
        stage.handle(new Event.Tick());
        var slots = stage.status().slots();
        var serving = inState(slots, "serving");
        var served = new ArrayList<>(serving);
        served.addAll(inState(slots, "silent"));
        assertThat(served).containsAll(stage.traffic.admitted);
        assertThat(stage.traffic.admitted).containsAll(serving);
        if (!serving.isEmpty()) {
            assertThat(serving).containsAll(stage.traffic.admitted);
        }
        long open =
                stage.prober.questions.stream().filter(q -> !q.answered && !q.cancelled).count();
        assertThat(stage.traffic.probes).hasSize((int) open);
    }

    private static List<WorkerId> inState(List<WorkerStatus> slots, String state) {
        return slots.stream()
                .filter(w -> w.state().equals(state))
                .map(w -> new WorkerId(w.slot(), w.generation()))
                .toList();
    }

    /** Whether the worker takes itself for the leader; one whose link is broken is ending. */
    private static boolean toldToLead(Stage.Actor actor) {
        if (actor.line == null || actor.line.broken || actor.line.closed) {
            return false;
        }
        boolean leads = false;
        for (var message : actor.line.sent) {
            if (message instanceof Message.Welcome welcome) {
                leads = welcome.leader();
            } else if (message instanceof Message.Leader leader) {
                leads = leader.leader();
            }
        }
        return leads;
    }

    /** When nothing goes wrong any more, every slot serves in the end. */
    private void recover() {
        stage.obedient = true;
        stage.startFailure = null;
        List.copyOf(stage.alive.keySet()).stream()
                .filter(stage.killed::contains)
                .forEach(id -> stage.exit(id, 137));
        stage.alive.values().stream()
                .filter(SimulationTest::linked)
                .forEach(actor -> stage.speak(actor.id));
        for (int i = 0; i < 400; i++) {
            for (var actor : List.copyOf(stage.alive.values())) {
                if (!actor.told) {
                    advance(actor);
                }
            }
            endThoseThatStop();
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(stage.status().state()).isEqualTo("running");
        assertThat(stage.status().slots())
                .hasSize(stage.status().workers())
                .allMatch(w -> w.state().equals("serving"));
        assertThat(stage.alive).hasSize(stage.status().workers());
        assertThat(stage.status().slots().stream().filter(WorkerStatus::leader).count())
                .isEqualTo(1);
    }

    private void endThoseThatStop() {
        for (var row : stage.status().slots()) {
            if (row.state().equals("stopping")) {
                stage.alive.values().stream()
                        .filter(actor -> actor.pid == row.pid())
                        .toList()
                        .forEach(actor -> stage.exit(actor.id, 0));
            }
        }
    }

    private void stop() {
        stage.obedient = random.nextBoolean();
        if (random.nextBoolean()) {
            replies.add(stage.reload());
        }
        int before = stage.started.size();
        replies.add(stage.stop(random.nextInt(4) == 0));
        stage.pass(Duration.ofMinutes(2));

        assertThat(stage.supervisor.status()).isPresent();
        assertThat(stage.started).hasSize(before);
    }
}
