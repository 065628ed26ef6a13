package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The slots and the processes in them, and what can be done to one process. */
final class Roster {

    /** How long a worker that is to be killed has for writing out its threads. */
    static final Duration DUMP_TIME = Duration.ofSeconds(2);

    /** How long the dump has for getting out once the worker says that it is written. */
    static final Duration AFTER_DUMP = Duration.ofMillis(500);

    /** After this long, a process that KILL has not ended is not waited for any more. */
    static final Duration KILL_TIME = Duration.ofSeconds(10);

    /** Without a cluster there is no hurry, but somebody might want to know. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private final Rules rules;
    private final Crew crew;
    private final TimeSource time;
    private final Journal journal;
    private final Supplier<String> tokens;
    private final Function<Integer, Slot> newSlot;
    private final Changes changes;
    private final TreeMap<Integer, Slot> slots = new TreeMap<>();
    private final Map<WorkerId, Worker> workers = new LinkedHashMap<>();
    private String startFailure = "";
    private boolean clusterIsUp;

    /** Hears of changes of state, in the middle of things: a listener only does what it must. */
    interface Changes {

        /** A worker is no longer in the state that it was in before. */
        void changed(Worker worker, WorkerState before);
    }

    Roster(
            Rules rules,
            Crew crew,
            TimeSource time,
            Journal journal,
            Supplier<String> tokens,
            Function<Integer, Slot> newSlot,
            Changes changes) {
        this.rules = rules;
        this.crew = crew;
        this.time = time;
        this.journal = journal;
        this.tokens = tokens;
        this.newSlot = newSlot;
        this.changes = changes;
    }

    /** Returns the slots that are there to stay, and those that are not yet empty, in order. */
    Collection<Slot> slots() {
        return List.copyOf(slots.values());
    }

    Slot slot(Worker worker) {
        return slots.get(worker.id().slot());
    }

    /** Returns how many slots there shall be. */
    int size() {
        return (int) slots.values().stream().filter(slot -> !slot.isSurplus()).count();
    }

    /** Returns whether there is such a slot, be it one that is being given up. */
    boolean hasSlot(int number) {
        return slots.containsKey(number);
    }

    /** Adds a slot, or takes back one that is being given up. */
    Slot add(int number) {
        var slot = slots.computeIfAbsent(number, newSlot);
        slot.surplus(false);
        return slot;
    }

    /**
     * Removes a slot that is given up and empty, and has left nobody to be looked after; returns
     * whether it is.
     */
    boolean removeIfDone(Slot slot) {
        return slot.isSurplus()
                && slot.workers().isEmpty()
                && !slot.look().isSet()
                && slots.remove(slot.number(), slot);
    }

    /** Returns every process, those of lower slots first. */
    List<Worker> workers() {
        List<Worker> all = new ArrayList<>();
        slots.values().forEach(slot -> all.addAll(slot.workers()));
        return all;
    }

    /** Returns null if there is no such process. */
    Worker find(WorkerId id) {
        return workers.get(id);
    }

    /** Returns the worker at the other end, null if it has none. */
    Worker find(Line line) {
        return workers.values().stream()
                .filter(worker -> line.equals(worker.line()))
                .findFirst()
                .orElse(null);
    }

    boolean anyServing() {
        return workers.values().stream().anyMatch(Worker::isServing);
    }

    /** Returns whether any worker of the cluster has ever been ready. */
    boolean isUp() {
        return clusterIsUp;
    }

    /** From now on, a worker that does not come up in time is a failure. */
    void clusterIsUp() {
        clusterIsUp = true;
        for (var worker : workers.values()) {
            if (worker.state() == WorkerState.STARTING || worker.state() == WorkerState.LINKED) {
                worker.deadline().set(time.nanos(), rules.readyTimeout());
            }
        }
    }

    /**
     * Starts a process; the caller puts it where it belongs. Returns null if that is not possible
     * now.
     */
    Worker start(Slot slot) {
        slot.restart().clear();
        var id = new WorkerId(slot.number(), slot.nextGeneration());
        var token = tokens.get();
        long now = time.nanos();
        try {
            long pid = crew.start(id, token, size());
            var worker = new Worker(id, pid, token, now);
            worker.deadline().set(now, clusterIsUp ? rules.readyTimeout() : SILENCE);
            workers.put(id, worker);
            if (!startFailure.isEmpty()) {
                startFailure = "";
                journal.relief("workers can be started again");
            }
            journal.debug(
                    "slot %d: pid %d started, generation %d"
                            .formatted(id.slot(), pid, id.generation()));
            return worker;
        } catch (Crew.StartException e) {
            if (!startFailure.equals(e.getMessage())) {
                // Once: it is tried again and again, and this is the same news each time.
                startFailure = e.getMessage();
                journal.error(startFailure);
            }
            return null;
        }
    }

    /** Returns why the last start failed. */
    String startFailure() {
        return startFailure;
    }

    /** Takes a process that has ended out. */
    void remove(Worker worker) {
        become(worker, WorkerState.ENDED);
        workers.remove(worker.id());
        slot(worker).remove(worker);
        if (worker.line() != null) {
            worker.line().close("the process has ended");
            worker.line(null);
        }
    }

    /** Moves a worker on; what cannot be is a bug of ours, and no reason to end the cluster. */
    boolean become(Worker worker, WorkerState next) {
        var before = worker.state();
        if (!worker.become(next, time.nanos())) {
            journal.trouble(
                    "bug: worker %s cannot become %s from %s; please report it"
                            .formatted(worker.id(), next.text(), before.text()));
            return false;
        }
        changes.changed(worker, before);
        return true;
    }

    /** Notes that a worker has presented itself. */
    void linked(Worker worker) {
        become(worker, WorkerState.LINKED);
        if (clusterIsUp) {
            worker.deadline().set(worker.startedNanos(), rules.readyTimeout());
        }
    }

    /** Asks a worker to stop, whatever state it is in. */
    void stop(Worker worker, Departure departure, String cause, String signal) {
        var stop =
                new Message.Stop(
                        cause, signal, rules.drain(), departure != Departure.CLUSTER_STOPS);
        worker.departure(departure);
        worker.stop(stop);
        if (!worker.state().isStaying()) {
            return;
        }
        boolean linked = worker.state() != WorkerState.STARTING;
        become(worker, WorkerState.STOPPING);
        worker.deadline().set(time.nanos(), rules.grace());
        if (linked) {
            worker.send(stop);
        } else {
            crew.terminate(worker.id());
        }
    }

    /** Notes that a worker has begun to stop without having been asked. */
    void stops(Worker worker, Departure departure) {
        worker.departure(departure);
        become(worker, WorkerState.STOPPING);
        worker.deadline().set(time.nanos(), rules.grace());
    }

    /**
     * Begins the end of a worker that has not stopped within its grace; returns false if it is to
     * be killed at once.
     */
    boolean overdue(Worker worker) {
        var name = "slot %d: pid %d".formatted(worker.id().slot(), worker.pid());
        var grace = Elapsed.text(rules.grace().toNanos());
        if (worker.line() == null) {
            journal.trouble("%s has not ended within %s: killed".formatted(name, grace));
            return false;
        }
        journal.trouble(
                "%s has not ended within %s: it is killed, after it has written out what its threads do"
                        .formatted(name, grace));
        become(worker, WorkerState.OVERDUE);
        worker.deadline().set(time.nanos(), DUMP_TIME);
        worker.send(new Message.DumpThreads());
        return true;
    }

    /** Begins the end of a worker that hangs. */
    void hung(Worker worker) {
        worker.departure(Departure.HUNG);
        become(worker, WorkerState.OVERDUE);
        worker.deadline().set(time.nanos(), DUMP_TIME);
        // Whichever of the two it can still act upon.
        worker.send(new Message.DumpThreads());
        crew.dump(worker.id());
    }

    void threadsDumped(Worker worker) {
        if (worker.state() == WorkerState.OVERDUE
                && worker.deadline().remaining(time.nanos()) > AFTER_DUMP.toNanos()) {
            worker.deadline().set(time.nanos(), AFTER_DUMP);
        }
    }

    void kill(Worker worker) {
        if (worker.state() == WorkerState.KILLED || worker.state() == WorkerState.ENDED) {
            return;
        }
        become(worker, WorkerState.KILLED);
        worker.deadline().set(time.nanos(), KILL_TIME);
        crew.kill(worker.id());
    }

    /** Sends to every worker that is linked. */
    void broadcast(Message.FromMaster message) {
        workers.values().forEach(worker -> worker.send(message));
    }

    /** Returns how many nanoseconds until the next thing is due in any slot. */
    long remaining(long now) {
        long least = Long.MAX_VALUE;
        for (var worker : workers.values()) {
            least = Math.min(least, worker.deadline().remaining(now));
        }
        for (var slot : slots.values()) {
            least = Math.min(least, slot.restart().remaining(now));
            least = Math.min(least, slot.orphans().remaining(now));
            least = Math.min(least, slot.look().remaining(now));
        }
        return least;
    }
}
