package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.listen.AddressBook;
import io.clutch.listen.Listeners;
import io.clutch.options.Start;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** An application that listens at one address may need this long until it does at the others. */
    private static final Duration ORPHANS_WAIT = Duration.ofSeconds(10);

    private final Rules rules;
    private final TimeSource time;
    private final Journal journal;
    private final ExitReason exitReason;
    private final OomWatch oomWatch;
    private final Roster roster;
    private final Operations operations;
    private final Restarts restarts;
    private final Binds binds;
    private final Leadership leadership = new Leadership();
    private final StatusReport report;
    private final BiFunction<String, Integer, String> banner;
    private boolean up;
    private OptionalInt firstSlotStatus = OptionalInt.empty();
    private OptionalInt status = OptionalInt.empty();

    /**
     * What a supervisor is given from outside.
     *
     * @param random for the back-off
     * @param tokens makes a secret per process
     * @param listeners makes what binds for the workers; empty where that is not possible
     * @param banner writes the line for the first address and port that the cluster listens on
     */
    record Surroundings(
            Crew crew,
            TimeSource time,
            RandomGenerator random,
            Supplier<String> tokens,
            Logger log,
            StatusReport.Identity identity,
            boolean exitsOnOutOfMemory,
            Function<Consumer<String>, Optional<Listeners>> listeners,
            BiFunction<String, Integer, String> banner) {}

    Supervisor(Rules rules, Surroundings around) {
        this.rules = rules;
        time = around.time();
        journal = new Journal(around.log());
        exitReason = new ExitReason(around.exitsOnOutOfMemory());
        oomWatch = new OomWatch(around.crew(), time);
        roster =
                new Roster(
                        rules,
                        around.crew(),
                        time,
                        journal,
                        around.tokens(),
                        n -> new Slot(n, new RestartPolicy(rules.backoff(), around.random())));
        operations = new Operations(rules, roster, time, journal);
        restarts = new Restarts(rules, roster, time, journal, operations::giveUp);
        operations.restarts(restarts);
        binds = new Binds(new AddressBook(), around.listeners().apply(journal::trouble), roster, journal);
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
        return Math.min(roster.remaining(now), operations.remaining(now));
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
        dispatch(event);
        runDue();
        operations.settle();
        binds.forgetSlots();
        if (!operations.stopping()) {
            leadership.settle(roster.workers());
        }
        if (status.isEmpty()) {
            status = operations.status(firstSlotStatus);
        }
    }

    private void dispatch(Event event) {
        if (event instanceof Event.Hello e) {
            hello(e.line(), e.hello());
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
                ended(worker, e.status(), exitReason.text(e.status(), oomKilled(e.status())));
            }
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
        return up ? "running" : "starting";
    }

    // What workers say

    private void hello(Line line, Message.Hello hello) {
        var worker = roster.find(hello.worker());
        var refusal = refusal(worker, hello);
        if (refusal != null) {
            journal.trouble(
                    "pid %d was refused as worker %s: %s"
                            .formatted(hello.pid(), hello.worker(), refusal));
            line.send(new Message.Refused(refusal));
            line.close(refusal);
            return;
        }
        worker.line(line);
        if (worker.state() == WorkerState.STARTING) {
            roster.become(worker, WorkerState.LINKED);
            if (up) {
                worker.deadline().set(worker.startedNanos(), rules.readyTimeout());
            }
        }
        boolean leads = !operations.stopping() && leadership.welcomes(worker, roster.workers());
        line.send(new Message.Welcome(
                        roster.size(),
                        leads,
                        binds.byMaster(),
                        rules.onShutdown(),
                        rules.log()));
        if (worker.stop() != null) {
            line.send(worker.stop());
        }
    }

    private static String refusal(Worker worker, Message.Hello hello) {
        if (worker == null) {
            return "the master has no such worker";
        } else if (!sameSecret(worker.token(), hello.token())) {
            return "its token is not the one that the master gave to that worker";
        } else if (worker.everLinked()) {
            return "that worker has presented itself before";
        }
        boolean mayLink =
                worker.state() == WorkerState.STARTING || worker.state() == WorkerState.STOPPING;
        return mayLink ? null : "that worker is to end (%s)".formatted(worker.state().text());
    }

    private static boolean sameSecret(String ours, String theirs) {
        return MessageDigest.isEqual(
                ours.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
    }

    private void message(Worker worker, Message.FromWorker message) {
        if (message instanceof Message.Stopping m) {
            stopping(worker, m.cause());
        } else if (message instanceof Message.ThreadsDumped) {
            roster.threadsDumped(worker);
        } else {
            var listens = binds.message(worker, message);
            if (listens != null && worker.state() == WorkerState.LINKED) {
                serving(worker, listens);
            }
        }
    }

    private void serving(Worker worker, Binds.Listening at) {
        roster.become(worker, WorkerState.SERVING);
        restarts.ready();
        if (!up) {
            comeUp(at);
        }
        var slot = roster.slot(worker);
        var line = "%s listens on port %d, %s".formatted(name(worker), at.port(), since(worker));
        if (worker.id().generation() > 1 && worker == slot.current()) {
            journal.info(line);
        } else {
            journal.debug(line);
        }
        slot.orphans().set(time.nanos(), ORPHANS_WAIT);
        operations.ready(worker, slot);
    }

    private void comeUp(Binds.Listening at) {
        up = true;
        journal.open();
        journal.info(banner.apply(at.address(), at.port()));
        roster.clusterIsUp();
        operations.clusterIsUp();
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

    // Ends

    private boolean oomKilled(int exitStatus) {
        return exitStatus == ExitReason.KILLED && oomWatch.active();
    }

    private void ended(Worker worker, int exitStatus, String reason) {
        var slot = roster.slot(worker);
        boolean wasCurrent = worker == slot.current();
        roster.remove(worker);
        binds.gone(worker, wasCurrent && hasHeir(worker, slot));
        slot.lastExit(reason, time.now());
        if (slot.number() == 1) {
            firstSlotStatus = OptionalInt.of(exitStatus);
        }
        var news =
                "slot %d: pid %d ended after %s: %s"
                        .formatted(
                                slot.number(),
                                worker.pid(),
                                Elapsed.text(time.nanos() - worker.startedNanos()),
                                reason);
        operations.ended(worker, slot, exitStatus, reason);
        if (operations.stopping()) {
            journal.debug(news);
        } else if (!up) {
            endedEarly(news);
        } else if (wasCurrent && slot.successor() != null) {
            journal.warn(news + "; its successor is about to take its place");
        } else if (wasCurrent) {
            restarts.ended(slot, worker, exitStatus, news);
        } else {
            journal.debug(news);
        }
    }

    /** Returns whether the slot is to have another process, which takes this one's place. */
    private boolean hasHeir(Worker worker, Slot slot) {
        return up
                && !operations.stopping()
                && !slot.isSurplus()
                && worker.departure() != Departure.REPLACED;
    }

    private void endedEarly(String news) {
        journal.debug(news);
        boolean retries = roster.slots().stream().anyMatch(slot -> slot.restart().isSet());
        if (roster.workers().isEmpty() && !retries) {
            status = OptionalInt.of(firstSlotStatus.orElse(1));
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
            if (slot.orphans().isDue(now)) {
                slot.orphans().clear();
                binds.closeOrphans(slot);
            }
        }
        operations.due(now);
    }

    private void due(Worker worker) {
        switch (worker.state()) {
            case STARTING -> silent(worker);
            case LINKED -> {
                if (up && worker == roster.slot(worker).current()) {
                    journal.warn(name(worker) + " listens on nothing, " + since(worker));
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
                ended(worker, ExitReason.KILLED, "killed, without effect so far");
            }
            default -> {}
        }
    }

    private void silent(Worker worker) {
        var line = name(worker) + " has not reported to the master, " + since(worker);
        if (!up) {
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
