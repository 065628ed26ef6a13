package io.clutch.posix;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Signals that all threads of this process have blocked since it began, so that none is lost, and
 * that one thread waits for. The JVM must have been told to leave them alone, by {@code -Xrs}.
 *
 * <p>Thread-safe.
 */
public final class WaitedSignals implements SignalSource {

    private static final long STACK = 256 * 1024;

    private final Processes processes;
    private final SignalSet signals;
    private final Map<Integer, Runnable> actions = new HashMap<>();

    /** Those that have come before there was an action for them. */
    private final Set<Integer> early = new HashSet<>();

    private boolean started;

    /**
     * Creates a source.
     *
     * @param signals those that are blocked
     */
    public WaitedSignals(Processes processes, SignalSet signals) {
        this.processes = processes;
        this.signals = signals;
    }

    /** Has the action run; also if the signal has come already. */
    @Override
    public synchronized boolean handle(String name, Runnable action) {
        if (!signals.has(name)) {
            return false;
        }
        int number = SignalSet.number(name);
        actions.put(number, Objects.requireNonNull(action));
        if (!started) {
            started = true;
            daemon(this::run, "clutch-signals");
        }
        if (early.remove(number)) {
            daemon(action, "clutch-signal-" + name);
        }
        return true;
    }

    private static void daemon(Runnable body, String name) {
        Thread thread = new Thread(null, body, name, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                dispatch(processes.awaitSignal(signals));
            }
        } catch (PosixException e) {
            // The kernel has had no objection before: the set is the same every time.
            throw new IllegalStateException(e);
        }
    }

    private void dispatch(int number) {
        Runnable action;
        synchronized (this) {
            action = actions.get(number);
            if (action == null) {
                early.add(number);
                return;
            }
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            // The next signal must find this thread alive.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
