package io.clutch.worker;

import io.clutch.link.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a worker does between being asked to stop and its end, once, whoever asks and however often.
 */
final class ShutdownSequence {

    private final Standing standing;
    private final ShutdownEvent event;
    private final Consumer<Message.FromWorker> master;
    private final LastRequests requests;
    private final ProcessEnd process;
    private final WorkerLog log;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean jvmEnds;
    private volatile boolean raised;
    private volatile boolean termReachedUs;

    ShutdownSequence(
            Standing standing,
            ShutdownEvent event,
            Consumer<Message.FromWorker> master,
            LastRequests requests,
            ProcessEnd process,
            WorkerLog log) {
        this.standing = standing;
        this.event = event;
        this.master = master;
        this.requests = requests;
        this.process = process;
        this.log = log;
    }

    /** Begins the sequence, on a thread of its own, unless it has begun. */
    void begin(StopCause cause) {
        if (begun.compareAndSet(false, true)) {
            standing.stops();
            var thread = new Thread(() -> run(cause), "clutch-shutdown");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Is what TERM runs in this process, if the application has not put a handler of its own in the
     * place, or if that one calls the one before it: then the application has had its say, and must
     * not hear of TERM again.
     *
     * <p>Of the two orders in which {@code raised} and {@code termReachedUs} can be set, none
     * leaves a process that does not end: {@link #end} looks at the one after setting the other,
     * and so does this.
     */
    void term(StopCause cause) {
        termReachedUs = true;
        if (raised) {
            exit(cause);
        } else {
            begin(cause);
        }
    }

    /**
     * Is the JVM's shutdown hook: delivers the event if the application ends the JVM by itself.
     *
     * <p>One that never listened is a batch program; its end is nobody's shutdown event, but what
     * it registered by itself runs, as it does outside a cluster.
     */
    void jvmEnds() {
        jvmEnds = true;
        if (begun.get() || standing.hasListened()) {
            event.fire();
        } else {
            event.fireListeners();
        }
    }

    private void run(StopCause cause) {
        long begin = System.nanoTime();
        try {
            log.debug("shutting down: " + cause.text());
            if (!cause.fromMaster()) {
                master.accept(new Message.Stopping(cause.text()));
            }
            requests.stopping(cause);
            event.fire();
        } catch (RuntimeException | LinkageError e) {
            log.error("the shutdown event was not delivered in full", e);
        }
        drain(cause, begin);
        end(cause);
    }

    private void drain(StopCause cause, long beginNanos) {
        try {
            if (standing.hasListened()) {
                requests.await(cause, beginNanos, () -> !jvmEnds);
            }
        } catch (RuntimeException | LinkageError e) {
            log.error("requests in progress were not waited for", e);
        }
    }

    private void end(StopCause cause) {
        // Where the JVM is going down already, System.exit would only add a thread that waits for
        // ever, and a handler of the application's may take a second TERM for impatience.
        if (jvmEnds) {
            return;
        }
        raised = true;
        if (termReachedUs || !process.raiseToApplication()) {
            exit(cause);
        }
    }

    private void exit(StopCause cause) {
        process.exit(standing.hasListened() ? 0 : cause.signalStatus());
    }
}
