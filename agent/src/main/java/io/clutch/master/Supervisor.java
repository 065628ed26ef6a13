package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.listen.AddressBook;
import io.clutch.listen.Listeners;
import io.clutch.options.Start;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * Decides everything that is decided about a cluster.
 *
 * <p>A state machine: it hears {@link Event}s, one after the other and on one thread, and acts
 * through a {@link Crew} and the workers' {@link Line}s. It has no clock: whoever runs it calls
 * {@link #handle} with a {@link Event.Tick} when {@link #nextWake()} has passed. Events may come in
 * any order that the world can produce, and late: an event about a process that is no more is
 * ignored.
 */
final class Supervisor {

    /** The end of a process may be told this much later than that of its link. */
    private static final Duration LEAST_AFTER_LINK = Duration.ofSeconds(2);

    private final Rules rules;
    private final TimeSource time;
    private final Journal journal;
    private final Roster roster;
    private final Admission admission;
    private final Readiness readiness;
    private final Silence silence;
    private final Reception reception;
    private final Attention attention;
    private final Operations operations;
    private final Restarts restarts;
    private final Endings endings;
    private final Heirs heirs;
    private final Binds binds;
    private final Leadership leadership = new Leadership();
    private final StatusReport report;
    private final BiFunction<String, Integer, String> banner;
    private OptionalInt status = OptionalInt.empty();

    /**
     * What a supervisor is given from outside.
     *
     * @param random for the back-off
     * @param tokens makes a secret per process
     * @param traffic leads new connections to the workers that are to have them
     * @param prober asks new workers whether they are ready
     * @param listeners what binds for the workers; empty where that is not possible
     * @param banner writes the line for the first address and port that the cluster listens on
     */
    record Surroundings(
            Crew crew,
            Traffic traffic,
            Prober prober,
            TimeSource time,
            RandomGenerator random,
            Supplier<String> tokens,
            Logger log,
            StatusReport.Identity identity,
            boolean exitsOnOutOfMemory,
            Optional<Listeners> listeners,
            BiFunction<String, Integer, String> banner) {}

    Supervisor(Rules rules, Surroundings around) {
        this.rules = rules;
        time = around.time();
        journal = new Journal(around.log());
        roster =
                new Roster(
                        rules,
                        around.crew(),
                        time,
                        journal,
                        around.tokens(),
                        n -> new Slot(n, new RestartPolicy(rules.backoff(), around.random())),
                        this::changed);
        admission = new Admission(roster, around.traffic());
        silence = new Silence(rules, roster, journal, admission);
        binds = new Binds(new AddressBook(), around.listeners(), roster, journal);
        operations = new Operations(rules, roster, binds, time, journal, admission);
        restarts = new Restarts(rules, roster, time, journal, operations::giveUp);
        operations.restarts(restarts);
        heirs = new Heirs(rules, roster, binds, time, journal);
        endings = new Endings(roster, binds, operations, heirs, restarts, around, journal);
        readiness = new Readiness(rules, roster, binds, around, journal, this::serving);
        reception = new Reception(rules, roster, binds, operations, leadership, time, journal);
        attention = new Attention(time.nanos());
        report = new StatusReport(around.identity(), roster, binds, leadership, time);
        banner = around.banner();
    }

    /** Starts what is to be started first. */
    void begin() {
        for (int number = 1; number <= rules.workers(); number++) {
            roster.add(number);
        }
        for (var slot : roster.slots()) {
            if (slot.number() == 1 || rules.start() == Start.TOGETHER) {
                restarts.start(slot);
            }
        }
    }

    /** Returns in how many nanoseconds a tick is wanted at the latest; 0 or less for at once. */
    long nextWake() {
        long now = time.nanos();
        look(now);
        long wait = Math.min(roster.remaining(now), operations.remaining(now));
        wait = Math.min(wait, Math.min(readiness.remaining(now), silence.remaining(now)));
        wait = Math.min(wait, binds.remaining(now));
        attention.expect(now, wait);
        return wait;
    }

    private void look(long now) {
        if (attention.lapsed(now)) {
            silence.excuse(now);
        }
    }

    /** Returns the status that the master is to end with, empty while the cluster lives. */
    OptionalInt status() {
        return status;
    }

    /** Takes note of something that has happened, and does what follows. */
    void handle(Event event) {
        if (status.isPresent()) {
            return;
        }
        // Not again later: what is heard while we look away must not count as silence.
        long now = time.nanos();
        look(now);
        dispatch(event);
        if (!operations.stopping()) {
            silence.check(now);
        }
        runDue();
        operations.settle();
        binds.forgetSlots();
        if (!operations.stopping()) {
            leadership.settle(roster.workers());
        }
        if (status.isEmpty()) {
            status = endings.early();
        }
        if (status.isEmpty()) {
            status = operations.status(endings.firstSlotStatus());
        }
    }

    private void dispatch(Event event) {
        if (event instanceof Event.Hello e) {
            reception.hello(e.line(), e.hello());
        } else if (event instanceof Event.FromWorker e) {
            var worker = roster.find(e.line());
            if (worker != null) {
                message(worker, e.message());
            } else {
                binds.ignore(e.message());
            }
        } else if (event instanceof Event.LinkLost e) {
            var worker = roster.find(e.line());
            if (worker != null) {
                linkLost(worker, e.reason());
            }
        } else if (event instanceof Event.Exited e) {
            var worker = roster.find(e.worker());
            if (worker != null) {
                endings.ended(worker, e.status());
            }
        } else if (event instanceof Event.Answered e) {
            readiness.answered(e);
        } else if (event instanceof Event.Signalled e) {
            operations.signalled(e.name());
        } else if (event instanceof Event.HungUp) {
            operations.hungUp();
        } else if (event instanceof Event.Reload e) {
            operations.reload(new Answer(e.reply(), journal));
        } else if (event instanceof Event.Scale e) {
            operations.scale(e.workers(), new Answer(e.reply(), journal));
        } else if (event instanceof Event.Stop e) {
            operations.stop(e.now(), new Answer(e.reply(), journal));
        } else if (event instanceof Event.Status e) {
            e.answer().complete(report.write(state()));
        }
    }

    private String state() {
        if (operations.stopping()) {
            return "stopping";
        } else if (operations.reloading()) {
            return "reloading";
        }
        return roster.isUp() ? "running" : "starting";
    }

    // What workers say

    private void message(Worker worker, Message.FromWorker message) {
        if (message instanceof Message.Stopping m) {
            stopping(worker, m.cause());
        } else if (message instanceof Message.ThreadsDumped) {
            roster.threadsDumped(worker);
        } else if (message instanceof Message.Drained m) {
            journal.info("%s drained %s".formatted(name(worker), m.report()));
        } else {
            var listens = binds.message(worker, message);
            if (listens != null && mayGetReady(worker)) {
                readiness.listens(worker, listens);
            }
        }
    }

    private static boolean mayGetReady(Worker worker) {
        return worker.state() == WorkerState.LINKED || worker.state() == WorkerState.LISTENING;
    }

    private void changed(Worker worker, WorkerState before) {
        if (before == WorkerState.LISTENING) {
            readiness.left(worker);
        }
        if (before == WorkerState.SERVING || worker.isServing()) {
            admission.settle();
        }
    }

    private void serving(Worker worker, Binds.Listening at) {
        roster.become(worker, WorkerState.SERVING);
        restarts.ready();
        if (!roster.isUp()) {
            comeUp(at);
        }
        var slot = roster.slot(worker);
        var line =
                "%s %s on %s, %s"
                        .formatted(name(worker), rules.readyWord(), at.text(), since(worker));
        if (worker.id().generation() > 1 && worker == slot.current()) {
            journal.info(line);
        } else {
            journal.debug(line);
        }
        slot.orphans().set(time.nanos(), Binds.LISTEN_TIME);
        if (!heirs.has(worker)) {
            operations.ready(worker, slot);
        }
    }

    private void comeUp(Binds.Listening at) {
        journal.open();
        journal.info(banner.apply(at.address(), at.port()));
        readiness.clusterIsUp();
        roster.clusterIsUp();
        silence.excuse(time.nanos());
        roster.slots().stream().filter(Slot::isDown).forEach(this::fill);
    }

    private void fill(Slot slot) {
        if (slot.generation() == 0) {
            restarts.start(slot);
        } else {
            restarts.resume(
                    slot,
                    "slot %d: its process ended before the cluster listened: %s"
                            .formatted(slot.number(), slot.lastExit()));
        }
    }

    private void stopping(Worker worker, String cause) {
        if (worker.state().isStaying()) {
            journal.info("%s stops: %s".formatted(name(worker), cause));
            roster.stops(worker, Departure.ITS_OWN);
            worker.send(new Message.SteeredOut());
            operations.stops(worker, cause);
        }
    }

    private void linkLost(Worker worker, String reason) {
        worker.line(null);
        binds.lost(worker);
        journal.debug("the link of worker %s is gone: %s".formatted(worker.id(), reason));
        if (worker.state().isStaying()) {
            // Mostly its process has ended, which is told next, with the reason that people want to
            // read. If not, it stops by itself, or is killed after the grace.
            roster.stops(worker, Departure.LINK_LOST);
            if (rules.grace().compareTo(LEAST_AFTER_LINK) < 0) {
                worker.deadline().set(time.nanos(), LEAST_AFTER_LINK);
            }
        }
    }

    // Time

    private void runDue() {
        long now = time.nanos();
        for (var worker : roster.workers()) {
            if (worker.deadline().isDue(now)) {
                worker.deadline().clear();
                due(worker);
            }
        }
        for (var slot : roster.slots()) {
            // Asked each time: one that cannot be started may be the one too many.
            if (!operations.stopping() && slot.restart().isDue(now)) {
                if (slot.generation() > 0) {
                    slot.countRestart();
                }
                restarts.start(slot);
            }
        }
        if (operations.stopping()) {
            heirs.close(now);
        } else {
            heirs.due(now);
            roster.slots().forEach(operations::emptied);
        }
        binds.due(now);
        readiness.due(now);
        operations.due(now);
    }

    private void due(Worker worker) {
        switch (worker.state()) {
            case STARTING -> {
                if (!heirs.overdue(worker)) {
                    unreported(worker);
                }
            }
            case LINKED -> {
                if (!heirs.overdue(worker)
                        && roster.isUp()
                        && worker == roster.slot(worker).current()) {
                    journal.warn(name(worker) + " listens on nothing, " + since(worker));
                }
            }
            case LISTENING -> {
                if (!heirs.overdue(worker)) {
                    readiness.overdue(worker);
                }
            }
            case STOPPING -> {
                if (!roster.overdue(worker)) {
                    operations.kill(worker);
                }
            }
            case OVERDUE -> operations.kill(worker);
            case KILLED -> {
                journal.trouble(name(worker) + " was killed and does not end; not waited for");
                endings.abandoned(worker);
            }
            default -> {}
        }
    }

    private void unreported(Worker worker) {
        var line = name(worker) + " has not reported to the master, " + since(worker);
        if (!roster.isUp()) {
            journal.trouble(line);
        } else if (worker == roster.slot(worker).current()) {
            journal.warn(line + ": killed");
            worker.departure(Departure.NOT_READY);
            operations.kill(worker);
        }
    }

    private static String name(Worker worker) {
        return "slot %d: pid %d".formatted(worker.id().slot(), worker.pid());
    }

    private String since(Worker worker) {
        return Elapsed.text(time.nanos() - worker.startedNanos()) + " after its start";
    }
}
