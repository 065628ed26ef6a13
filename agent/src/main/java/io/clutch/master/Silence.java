package io.clutch.master;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows when nothing is heard of a worker, though it should say something every second: its
 * process does not run. First it gets no new connections, then it is replaced.
 */
final class Silence {

    /** A silence as long as this is none that a busy machine explains. */
    static final Duration SUSPICIOUS = Duration.ofSeconds(3);

    /** How soon it is noticed that somebody speaks again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Rules rules;
    private final Roster roster;
    private final Journal journal;
    private final Admission admission;

    Silence(Rules rules, Roster roster, Journal journal, Admission admission) {
        this.rules = rules;
        this.roster = roster;
        this.journal = journal;
        this.admission = admission;
    }

    /** Excuses everybody: it is the master that has not listened. */
    void excuse(long now) {
        roster.workers().forEach(worker -> worker.excuse(now));
    }

    /** Does what has to be done by now. */
    void check(long now) {
        List<Worker> fallen = new ArrayList<>();
        for (var worker : roster.workers()) {
            if (!isJudged(worker)) {
                continue;
            }
            worker.speakAgain().ifPresent(length -> speaks(worker, length));
            if (!worker.isSilent() && left(worker, SUSPICIOUS, now) <= 0) {
                worker.fallSilent();
                fallen.add(worker);
            }
        }
        if (!fallen.isEmpty()) {
            // Only now: who is silent together is judged together.
            admission.settle();
            fallen.forEach(worker -> tell(worker, now));
        }
        for (var worker : roster.workers()) {
            if (isJudged(worker) && hangs(worker, now)) {
                end(worker, now);
            }
        }
    }

    private void speaks(Worker worker, long length) {
        admission.settle();
        journal.info(
                "%s speaks again after %s%s"
                        .formatted(
                                name(worker),
                                Elapsed.text(length),
                                worker.isServing() ? ": it gets new connections" : ""));
    }

    private void tell(Worker worker, long now) {
        var line = "%s has been silent for %s".formatted(name(worker), silence(worker, now));
        if (!worker.isServing()) {
            journal.warn(line);
        } else if (admission.isAdmitted(worker)) {
            journal.warn(line + ", and so are all others: it still gets new connections");
        } else {
            journal.warn(line + ": it gets no new connections");
        }
    }

    private void end(Worker worker, long now) {
        worker.trouble("hung: silent for " + silence(worker, now));
        journal.warn(
                "%s %s; it is killed, after it has been told to write out what its threads do"
                        .formatted(name(worker), worker.trouble()));
        roster.hung(worker);
    }

    /** Returns in how many nanoseconds there is something to be looked at. */
    long remaining(long now) {
        long least = Long.MAX_VALUE;
        for (var worker : roster.workers()) {
            if (isJudged(worker)) {
                least = Math.min(least, remaining(worker, now));
            }
        }
        return least;
    }

    private long remaining(Worker worker, long now) {
        if (!worker.isSilent()) {
            return left(worker, SUSPICIOUS, now);
        }
        long again = LOOK_AGAIN.toNanos();
        return rules.hangTimeout().isZero()
                ? again
                : Math.min(again, left(worker, rules.hangTimeout(), now));
    }

    private boolean hangs(Worker worker, long now) {
        return worker.isSilent()
                && !rules.hangTimeout().isZero()
                && left(worker, rules.hangTimeout(), now) <= 0;
    }

    private boolean isJudged(Worker worker) {
        // A program that never listens may be stopped for as long as its user likes.
        return roster.isUp() && worker.line() != null && worker.state().isStaying();
    }

    private static long left(Worker worker, Duration limit, long now) {
        return worker.heardNanos() + limit.toNanos() - now;
    }

    private static String silence(Worker worker, long now) {
        return Elapsed.text(now - worker.heardNanos());
    }

    private static String name(Worker worker) {
        return "slot %d: pid %d".formatted(worker.id().slot(), worker.pid());
    }
}
