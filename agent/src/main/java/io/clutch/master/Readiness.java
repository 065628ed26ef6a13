package io.clutch.master;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Whether a worker that listens is ready for clients: at once, or when it has answered a question
 * well that reaches it and nobody else.
 */
final class Readiness {

    private final Rules rules;
    private final Roster roster;
    private final Binds binds;
    private final Traffic traffic;
    private final Prober prober;
    private final TimeSource time;
    private final Journal journal;
    private final BiConsumer<Worker, Binds.Listening> ready;
    private final Map<Worker, Inquiry> inquiries = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param ready takes a worker that is ready, and where it came to listen first
     */
    Readiness(
            Rules rules,
            Roster roster,
            Binds binds,
            Supervisor.Surroundings around,
            Journal journal,
            BiConsumer<Worker, Binds.Listening> ready) {
        this.rules = rules;
        this.roster = roster;
        this.binds = binds;
        traffic = around.traffic();
        prober = around.prober();
        time = around.time();
        this.journal = journal;
        this.ready = ready;
    }

    /** Says so if what was asked for cannot be had. */
    void clusterIsUp() {
        if (rules.ready().isPresent() && !traffic.canProbe()) {
            journal.warn(
                    "'%s' cannot be asked of one worker alone here: a worker is ready as soon as it listens"
                            .formatted(rules.ready().get()));
        }
    }

    /** The application of a worker that is not yet ready listens somewhere. */
    void listens(Worker worker, Binds.Listening at) {
        if (rules.ready().isEmpty() || !traffic.canProbe()) {
            ready.accept(worker, at);
            return;
        }
        if (worker.state() == WorkerState.LINKED) {
            roster.become(worker, WorkerState.LISTENING);
            worker.deadline().set(time.nanos(), rules.readyTimeout());
            inquiries.put(worker, new Inquiry(worker, rules.ready().get()));
        }
        var inquiry = inquiries.get(worker);
        inquiry.listens(at);
        if (!inquiry.isUnderWay()) {
            ask(inquiry);
        }
    }

    private void ask(Inquiry inquiry) {
        inquiry.ask(binds, prober, traffic, time.nanos());
    }

    /** A question has come back. */
    void answered(Event.Answered answer) {
        for (var inquiry : inquiries.values()) {
            if (inquiry.isAbout(answer.question())) {
                inquiry.end(traffic);
                judge(inquiry, answer.trouble());
                return;
            }
        }
    }

    private void judge(Inquiry inquiry, String trouble) {
        var worker = inquiry.worker();
        if (trouble.isEmpty()) {
            inquiries.remove(worker);
            ready.accept(worker, inquiry.first());
        } else {
            inquiry.failed(trouble, time.nanos());
        }
    }

    /** A worker listens no more, or not only: it is ready, or on its way out. */
    void left(Worker worker) {
        var inquiry = inquiries.remove(worker);
        if (inquiry != null) {
            inquiry.cancel(traffic);
        }
    }

    /**
     * A worker was not ready in time; one that nobody waits for is asked on, in less of a hurry.
     */
    void overdue(Worker worker) {
        inquiries.get(worker).slowDown();
        journal.trouble(
                "slot %d: pid %d listens but is not ready after %s: %s; it is asked again until it is"
                        .formatted(
                                worker.id().slot(),
                                worker.pid(),
                                Elapsed.text(rules.readyTimeout().toNanos()),
                                worker.trouble()));
    }

    void due(long now) {
        for (var inquiry : inquiries.values()) {
            if (inquiry.next().isDue(now)) {
                ask(inquiry);
            }
        }
    }

    long remaining(long now) {
        return inquiries.values().stream()
                .mapToLong(inquiry -> inquiry.next().remaining(now))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
