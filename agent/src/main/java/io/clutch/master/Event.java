package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.util.concurrent.CompletableFuture;

/** Whatever the supervisor hears. */
sealed interface Event {

    /** Somebody presented himself over a new link. */
    record Hello(Line line, Message.Hello hello) implements Event {}

    /** Something came over a link. */
    record FromWorker(Line line, Message.FromWorker message) implements Event {}

    /** A link is gone. */
    record LinkLost(Line line, String reason) implements Event {}

    /** A process has ended; {@code status} is 128 plus the number where a signal ended it. */
    record Exited(WorkerId worker, int status) implements Event {}

    /**
     * A question was answered, or not: {@code trouble} is empty if the worker is ready, else what
     * the log says after the question.
     */
    record Answered(Prober.Question question, String trouble) implements Event {}

    /** The master got TERM, INT, HUP, TTIN or TTOU, and it was meant for it. */
    record Signalled(String name) implements Event {}

    /** The terminal that the cluster was started from is gone. */
    record HungUp() implements Event {}

    /** An operator wants new processes. */
    record Reload(Reply reply) implements Event {}

    /** An operator wants another number of slots. */
    record Scale(int workers, Reply reply) implements Event {}

    /** An operator wants the end. */
    record Stop(boolean now, Reply reply) implements Event {}

    /** Somebody wants to know. */
    record Status(CompletableFuture<ClusterStatus> answer) implements Event {}

    /** Time has passed. */
    record Tick() implements Event {}
}
