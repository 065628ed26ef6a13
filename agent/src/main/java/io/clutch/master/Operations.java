package io.clutch.master;

import io.clutch.link.Message;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an operator has asked for, by a command or a signal, and is under way: at most one reload or
 * scaling at a time, and the end of it all, which overrides both.
 */
final class Operations {

    static final int MAX_WORKERS = 254;

    private final Rules rules;
    private final Roster roster;
    private final Binds binds;
    private final TimeSource time;
    private final Journal journal;
    private final Admission admission;
    private Restarts restarts;
    private Reload reload;
    private Scaling scaling;
    private Shutdown shutdown;

    Operations(
            Rules rules,
            Roster roster,
            Binds binds,
            TimeSource time,
            Journal journal,
            Admission admission) {
        this.rules = rules;
        this.roster = roster;
        this.binds = binds;
        this.time = time;
        this.journal = journal;
        this.admission = admission;
    }

    /** Completes the circle: restarts may end the cluster, and operations start workers. */
    void restarts(Restarts those) {
        restarts = those;
    }

    boolean reloading() {
        return reload != null;
    }

    boolean stopping() {
        return shutdown != null;
    }

    // Wishes

    void signalled(String name) {
        switch (name) {
            case "HUP" -> reload(Answer.toNobody(journal));
            case "TTIN" -> scale(roster.size() + 1, Answer.toNobody(journal));
            case "TTOU" -> scale(roster.size() - 1, Answer.toNobody(journal));
            default -> stopSignalled("signal " + name, name);
        }
    }

    void hungUp() {
        stopSignalled("the terminal hung up", "HUP");
    }

    void reload(Answer answer) {
        var obstacle = obstacle();
        if (obstacle == null && scaling != null) {
            obstacle = "scaling to %d workers is still under way".formatted(scaling.target());
        }
        if (obstacle != null) {
            refuse("reload", obstacle, answer);
            return;
        }
        var slots = roster.slots().stream().filter(slot -> !slot.isSurplus()).toList();
        reload = new Reload(rules, roster, binds, time, journal, slots, answer, restarts::resume);
        reload.begin();
    }

    void scale(int workers, Answer answer) {
        var obstacle = obstacle();
        if (workers < 1 || workers > MAX_WORKERS) {
            obstacle =
                    "the number of workers must be 1 to %d, not %d".formatted(MAX_WORKERS, workers);
        }
        if (obstacle != null) {
            refuse("scale", obstacle, answer);
            return;
        }
        int before = roster.size();
        if (workers == before) {
            answer.done("scale: there are %d workers already".formatted(workers));
            return;
        }
        if (scaling != null) {
            scaling.cancel("overtaken by a scaling to %d workers".formatted(workers));
        }
        journal.info("scale: from %d to %d workers".formatted(before, workers));
        scaling = new Scaling(workers, time, journal, answer);
        if (workers > before) {
            grow(before, workers);
        } else {
            shrink(before, workers);
        }
        if (scaling != null) {
            scaling.checkDone();
        }
    }

    private void grow(int from, int to) {
        for (int number = from + 1; number <= to; number++) {
            scaling.await(roster.add(number));
        }
        scaling.limit(rules);
        roster.broadcast(new Message.Workers(to));
        for (var slot : roster.slots()) {
            // Higher ones may still be there: they only wait for their last process.
            if (slot.number() > from && slot.number() <= to && shutdown == null) {
                restarts.start(slot);
            }
        }
    }

    private void shrink(int from, int to) {
        for (var slot : roster.slots()) {
            if (slot.number() <= to || slot.isSurplus()) {
                continue;
            }
            slot.surplus(true);
            slot.restart().clear();
            var worker = slot.current();
            slot.dropCurrent();
            if (worker != null) {
                roster.stop(
                        worker,
                        Departure.SURPLUS,
                        "scaling from %d to %d workers".formatted(from, to),
                        "TERM");
            } else {
                // A process that crashed may have left somebody waiting.
                slot.look().set(time.nanos(), Duration.ZERO);
            }
            if (!roster.removeIfDone(slot)) {
                scaling.await(slot);
            }
        }
        roster.broadcast(new Message.Workers(to));
    }

    /** Returns why neither a reload nor a scaling can begin now, null if they can. */
    private String obstacle() {
        if (shutdown != null) {
            return "the cluster is stopping";
        } else if (!roster.isUp()) {
            return "no worker has listened yet";
        }
        return reload == null ? null : "a reload is already running (%s)".formatted(reload.where());
    }

    private void refuse(String wish, String obstacle, Answer answer) {
        journal.warn("%s: %s".formatted(wish, obstacle));
        answer.failed(obstacle);
    }

    void stop(boolean now, Answer answer) {
        if (shutdown == null) {
            begin("an operator asked for it", "TERM");
        }
        shutdown.tell(answer);
        if (now) {
            shutdown.killAll("an operator asked for it");
        }
    }

    private void stopSignalled(String cause, String signal) {
        if (shutdown == null) {
            begin(cause, signal);
        } else {
            shutdown.killAll(cause + " came while they were stopping");
        }
    }

    /** Ends the cluster because it is of no use; the master ends with this status. */
    void giveUp(int status) {
        if (shutdown == null) {
            begin("no worker gets ready", "TERM");
            shutdown.endWith(status);
        }
    }

    private void begin(String cause, String signal) {
        if (reload != null) {
            reload.cancel("the cluster is stopping");
            reload = null;
        }
        if (scaling != null) {
            scaling.cancel("the cluster is stopping");
            scaling = null;
        }
        shutdown = new Shutdown(roster, time, journal, admission, signal);
        shutdown.begin(cause);
    }

    // News

    void ready(Worker worker, Slot slot) {
        if (reload != null) {
            reload.ready(worker);
        }
        if (scaling != null) {
            scaling.reached(slot);
        }
    }

    void stops(Worker worker, String cause) {
        if (reload != null) {
            reload.stops(worker, cause);
        }
    }

    void ended(Worker worker, Slot slot, int status, String reason) {
        if (shutdown != null) {
            shutdown.ended(worker, status);
        }
        if (reload != null) {
            reload.ended(worker, reason);
        }
        emptied(slot);
    }

    /** A slot has lost a process, or has nobody to look after any more. */
    void emptied(Slot slot) {
        if (roster.removeIfDone(slot) && scaling != null) {
            scaling.reached(slot);
        }
    }

    /** Kills a worker, and remembers it if that is held against the cluster. */
    void kill(Worker worker) {
        if (shutdown != null) {
            shutdown.kill(worker);
        } else {
            roster.kill(worker);
        }
    }

    void due(long now) {
        if (reload != null) {
            reload.due(now);
        }
        if (scaling != null) {
            scaling.due(now);
        }
    }

    /** Forgets what is done. */
    void settle() {
        reload = reload != null && reload.isOver() ? null : reload;
        scaling = scaling != null && scaling.isOver() ? null : scaling;
        if (shutdown != null) {
            shutdown.checkDone();
        }
    }

    long remaining(long now) {
        long least = reload == null ? Long.MAX_VALUE : reload.remaining(now);
        return scaling == null ? least : Math.min(least, scaling.remaining(now));
    }

    /**
     * Returns the status to end with, empty while the cluster has not ended.
     *
     * @param firstSlot how the last process of slot 1 ended, empty if none did
     */
    OptionalInt status(OptionalInt firstSlot) {
        return shutdown != null && shutdown.isOver()
                ? OptionalInt.of(shutdown.status(roster.isUp(), firstSlot))
                : OptionalInt.empty();
    }
}
