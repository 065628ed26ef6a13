package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import io.clutch.options.Start;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A supervisor with everything around it played: processes that exist in a map, time that passes
 * when a test says so, links that remember.
 */
final class Stage implements Crew {

    /** What is left of the grace that tests have when the application's hooks have their part. */
    static final Duration DRAIN = Duration.ofSeconds(25);

    /** The grace that tests have. */
    static final Duration GRACE = Duration.ofSeconds(30);

    static final int PORT = 8080;

    /** A process that is played. */
    static final class Actor {
        final WorkerId id;
        final long pid;
        final String token;
        final int workers;
        FakeLine line;
        boolean listens;
        boolean told;

        Actor(WorkerId id, long pid, String token, int workers) {
            this.id = id;
            this.pid = pid;
            this.token = token;
            this.workers = workers;
        }
    }

    final FakeTime time = new FakeTime();
    final FakeLog log = new FakeLog();
    final Map<WorkerId, Actor> alive = new LinkedHashMap<>();
    final List<WorkerId> started = new ArrayList<>();
    final List<WorkerId> terminated = new ArrayList<>();
    final List<WorkerId> killed = new ArrayList<>();
    final List<WorkerId> dumped = new ArrayList<>();
    final FakeProber prober = new FakeProber();

    /** What the world is told, in order: of traffic, and that a worker is to stop. */
    final List<String> story = new ArrayList<>();

    final FakeTraffic traffic = new FakeTraffic(story::add);

    /** Whether processes stop when they are told, and end when they are killed. */
    boolean obedient = true;

    String startFailure;
    long oomKills;
    int ticks;
    final Supervisor supervisor;
    private final Deque<Event> pending = new ArrayDeque<>();
    private long pids = 100;
    private long requests;

    Stage(Rules rules) {
        this(rules, new Random(1));
    }

    Stage(Rules rules, Random random) {
        supervisor =
                new Supervisor(
                        rules,
                        new Supervisor.Surroundings(
                                this,
                                traffic,
                                prober,
                                time,
                                random,
                                () -> "token-" + ++requests,
                                log,
                                new StatusReport.Identity("app.jar", 1, "0.1.0"),
                                true,
                                Optional.empty(),
                                (address, port) -> "banner on " + address + ":" + port));
    }

    static Rules rules(int workers) {
        return RuleSheet.of(workers).rules();
    }

    static Rules rules(int workers, Start start, int maxFailures) {
        return RuleSheet.of(workers).start(start).maxFailures(maxFailures).rules();
    }

    /** Returns a stage on which all workers of a cluster serve. */
    static Stage serving(int workers) {
        return new Stage(rules(workers)).begin().serveAll();
    }

    Stage begin() {
        supervisor.begin();
        return this;
    }

    Stage serveAll() {
        while (alive.values().stream().anyMatch(actor -> !actor.listens && !actor.told)) {
            List.copyOf(alive.values()).stream()
                    .filter(actor -> !actor.listens && !actor.told)
                    .forEach(actor -> serve(actor.id));
        }
        return this;
    }

    // What the world does

    void handle(Event event) {
        pending.add(event);
        while (!pending.isEmpty()) {
            supervisor.handle(pending.poll());
        }
    }

    FakeLine link(WorkerId id) {
        var actor = alive.get(id);
        var line = new FakeLine(message -> told(actor, message));
        line.heard = time::nanos;
        actor.line = line;
        handle(new Event.Hello(line, new Message.Hello(id, actor.pid, actor.token)));
        return line;
    }

    private void told(Actor actor, Message.FromMaster message) {
        if (message instanceof Message.Stop) {
            actor.told = true;
            story.add("stop " + actor.id);
            if (obedient) {
                exitLater(actor.id, actor.listens ? 0 : 143);
            }
        }
    }

    void bind(WorkerId id, int port, boolean byAgent) {
        long request = ++requests;
        say(id, new Message.BindRequest(request, "0.0.0.0", port, 0, byAgent));
        say(id, new Message.Bound(request, port));
        alive.get(id).listens = true;
    }

    void listen(WorkerId id) {
        bind(id, PORT, false);
    }

    void serve(WorkerId id) {
        link(id);
        listen(id);
    }

    /** Answers the open question to a worker: with nothing if it is ready. */
    void answer(WorkerId id, String trouble) {
        var question = prober.open(id);
        question.answered = true;
        handle(new Event.Answered(question, trouble));
    }

    /** Lets nothing be heard of a worker any more. */
    void silence(WorkerId id) {
        long now = time.nanos();
        alive.get(id).line.heard = () -> now;
    }

    void speak(WorkerId id) {
        alive.get(id).line.heard = time::nanos;
    }

    void say(WorkerId id, Message.FromWorker message) {
        handle(new Event.FromWorker(alive.get(id).line, message));
    }

    void exit(WorkerId id, int status) {
        alive.remove(id);
        handle(new Event.Exited(id, status));
    }

    private void exitLater(WorkerId id, int status) {
        if (alive.remove(id) != null) {
            pending.add(new Event.Exited(id, status));
        }
    }

    void loseLink(WorkerId id) {
        alive.get(id).line.broken = true;
        handle(new Event.LinkLost(alive.get(id).line, "broken"));
    }

    void signal(String name) {
        handle(new Event.Signalled(name));
    }

    FakeReply reload() {
        var reply = new FakeReply();
        handle(new Event.Reload(reply));
        return reply;
    }

    FakeReply scale(int workers) {
        var reply = new FakeReply();
        handle(new Event.Scale(workers, reply));
        return reply;
    }

    FakeReply stop(boolean now) {
        var reply = new FakeReply();
        handle(new Event.Stop(now, reply));
        return reply;
    }

    ClusterStatus status() {
        var answer = new CompletableFuture<ClusterStatus>();
        handle(new Event.Status(answer));
        return answer.join();
    }

    /** Lets time pass, with a tick whenever the supervisor asked for one. */
    void pass(Duration length) {
        long left = length.toNanos();
        int inPlace = 0;
        while (left > 0 && supervisor.status().isEmpty()) {
            long step = Math.max(0, Math.min(left, supervisor.nextWake()));
            time.advance(step);
            left -= step;
            ticks++;
            inPlace = step == 0 ? inPlace + 1 : 0;
            assertThat(inPlace)
                    .as(
                            "ticks while time stands still: the loop would spin: %s %s",
                            supervisor.nextWake(), inPlace > 18 ? status() : "")
                    .isLessThan(20);
            handle(new Event.Tick());
        }
    }

    /** Lets time pass that the master does not notice, because it does not run. */
    void lapse(Duration length) {
        long unused = supervisor.nextWake();
        time.advance(length);
        handle(new Event.Tick());
    }

    // What the supervisor does

    @Override
    public long start(WorkerId worker, String token, int workers) throws StartException {
        started.add(worker);
        if (startFailure != null) {
            throw new StartException(startFailure);
        }
        assertThat(supervisor.status()).as("nothing starts after the end").isEmpty();
        alive.put(worker, new Actor(worker, ++pids, token, workers));
        return pids;
    }

    @Override
    public void terminate(WorkerId worker) {
        terminated.add(worker);
        story.add("stop " + worker);
        if (alive.containsKey(worker)) {
            alive.get(worker).told = true;
        }
        if (obedient) {
            exitLater(worker, 143);
        }
    }

    @Override
    public void dump(WorkerId worker) {
        dumped.add(worker);
    }

    @Override
    public void kill(WorkerId worker) {
        killed.add(worker);
        if (obedient) {
            exitLater(worker, 137);
        }
    }

    @Override
    public OptionalLong outOfMemoryKills() {
        return OptionalLong.of(oomKills);
    }

    FakeLine line(WorkerId id) {
        return alive.get(id).line;
    }

    static WorkerId id(int slot, int generation) {
        return new WorkerId(slot, generation);
    }
}
