package io.clutch.worker;

import io.clutch.link.Message;
import io.clutch.posix.Signals;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * How a worker ends: it tells the master, the application hears the shutdown event in its three
 * forms, then the process exits.
 *
 * <p>Runs once. The routes to it (the master's Stop, TERM to this process, the end of the link) may
 * meet in any order and on any threads: the first to turn {@code begun} starts the one thread that
 * does everything; the others find it turned and do nothing. The process lives until that thread
 * calls exit, because only that ends it; a listener that calls exit itself does the same earlier.
 */
final class ShutdownSequence {

    private static final Map<String, Integer> NUMBERS = Map.of("TERM", 15, "INT", 2, "HUP", 1);

    private final WorkerState state;
    private final Signals signals;
    private final Consumer<Message.FromWorker> master;
    private final Runnable event;
    private final IntConsumer exit;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * Makes the sequence.
     *
     * @param master takes what the master shall hear
     * @param event delivers the shutdown event, in all its forms
     * @param exit ends the process with a status
     */
    ShutdownSequence(
            WorkerState state,
            Signals signals,
            Consumer<Message.FromWorker> master,
            Runnable event,
            IntConsumer exit) {
        this.state = state;
        this.signals = signals;
        this.master = master;
        this.event = event;
        this.exit = exit;
    }

    /**
     * Begins the sequence, unless it has begun.
     *
     * @param cause why
     * @param signal the signal behind it, such as {@code TERM}
     */
    void begin(String cause, String signal) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        state.stopping();
        var thread = new Thread(() -> run(cause, signal), "clutch-shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(String cause, String signal) {
        master.accept(new Message.Stopping(cause));
        try {
            event.run();
        } catch (Throwable e) {
            // An Error too: whatever the application throws, this process has been asked to end.
            WorkerLog.warn("the shutdown event failed", e);
        }
        // An application that handles TERM itself knows best how to end; exit would pass by what it
        // does there.
        if (signals.foreignHandler("TERM").isPresent() && signals.raise("TERM")) {
            return;
        }
        // A program that never was a server ends as the JVM would have ended it.
        exit.accept(state.hasListened() ? 0 : 128 + NUMBERS.getOrDefault(signal, 15));
    }
}
