package io.clutch.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The shutdown event: what the application can hear before the JVM ends, in three forms. Each
 * listener hears it once, by whichever route it comes.
 *
 * <p>The routes may meet: the shutdown sequence's thread delivers the event, and a listener, or any
 * other thread, calls {@code System.exit}, so that the JVM's shutdown hook delivers it too. The
 * hook must not wait for the sequence's thread, which may be the one that stands in {@code
 * System.exit} for ever. So nobody waits for anybody; both take listeners from one queue, and what
 * is taken is taken once.
 */
final class ShutdownEvent {

    private final ClassLoaderOfApplication loader;
    private final Runnable method;
    private final Runnable notification;
    private final WorkerLog log;
    private final Queue<Runnable> listeners = new ArrayDeque<>();
    private final AtomicBoolean methodCalled = new AtomicBoolean();
    private final AtomicBoolean notified = new AtomicBoolean();
    private boolean over;

    /**
     * Makes an event that has not happened.
     *
     * @param loader what the listeners find as their context class loader
     * @param method calls the method that the option {@code on-shutdown} names
     * @param notification sends the JMX notification
     */
    ShutdownEvent(
            ClassLoaderOfApplication loader,
            Runnable method,
            Runnable notification,
            WorkerLog log) {
        this.loader = loader;
        this.method = method;
        this.notification = notification;
        this.log = log;
    }

    /** Registers a listener; runs it at once if all others have had their turn. */
    void onShutdown(Runnable listener) {
        synchronized (listeners) {
            if (!over) {
                listeners.add(listener);
                return;
            }
        }
        run(listener);
    }

    /** Delivers the event in all three forms. */
    void fire() {
        fireListeners();
        if (methodCalled.compareAndSet(false, true)) {
            run(method);
        }
        if (notified.compareAndSet(false, true)) {
            run(notification);
        }
    }

    /** Delivers the event to the registered listeners only. */
    void fireListeners() {
        Thread.currentThread().setContextClassLoader(loader.get());
        for (var listener = next(); listener != null; listener = next()) {
            run(listener);
        }
    }

    private Runnable next() {
        synchronized (listeners) {
            var next = listeners.poll();
            over = next == null;
            return next;
        }
    }

    private void run(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable e) {
            log.error("a listener of the shutdown event failed; the others still run", e);
        }
    }
}
