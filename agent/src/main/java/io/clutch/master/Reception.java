package io.clutch.master;

import io.clutch.link.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Takes in workers that present themselves, and turns everybody else away. */
final class Reception {

    private final Rules rules;
    private final Roster roster;
    private final Binds binds;
    private final Operations operations;
    private final Leadership leadership;
    private final TimeSource time;
    private final Journal journal;

    Reception(
            Rules rules,
            Roster roster,
            Binds binds,
            Operations operations,
            Leadership leadership,
            TimeSource time,
            Journal journal) {
        this.rules = rules;
        this.roster = roster;
        this.binds = binds;
        this.operations = operations;
        this.leadership = leadership;
        this.time = time;
        this.journal = journal;
    }

    /** Somebody is at the other end of a line. */
    void hello(Line line, Message.Hello hello) {
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
        worker.excuse(time.nanos());
        if (worker.state() == WorkerState.STARTING) {
            roster.linked(worker);
        }
        boolean leads = !operations.stopping() && leadership.welcomes(worker, roster.workers());
        line.send(
                new Message.Welcome(
                        roster.size(),
                        leads,
                        binds.byMaster(),
                        rules.drain(),
                        rules.grace(),
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
}
