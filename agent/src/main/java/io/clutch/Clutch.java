package io.clutch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;

/**
 * What an application may ask of the cluster that it runs in.
 *
 * <p>No application needs this class: Clutch serves those that have never heard of it. One that
 * wants to know more compiles against it and carries it along; it is a single class file for Java 8
 * that uses the JDK only. Run without the agent, the class answers for a single process: not a
 * worker, slot 1 of 1, the leader.
 *
 * <p>The class may be loaded by any class loader, any number of times: each copy reaches the same
 * agent. No method ever fails because of the agent, and all are safe to call from any thread.
 */
public final class Clutch {

    private static final Class<?> AGENT = agent();
    private static final Method IS_WORKER = method("isWorker");
    private static final Method SLOT = method("slot");
    private static final Method WORKERS = method("workers");
    private static final Method IS_LEADER = method("isLeader");
    private static final Method ON_SHUTDOWN = method("onShutdown", Runnable.class);

    private Clutch() {}

    /**
     * Returns whether this process is a worker of a cluster.
     *
     * @return {@code false} for an application that runs without the agent, or alone
     */
    public static boolean isWorker() {
        return (Boolean) ask(IS_WORKER, false);
    }

    /**
     * Returns the slot of this worker: a number from 1 that stays the same when the process in the
     * slot is replaced, and that no two workers share, save for the moments of a reload in which
     * the successor of a worker starts beside it.
     *
     * @return 1 outside a cluster
     */
    public static int slot() {
        return (Integer) ask(SLOT, 1);
    }

    /**
     * Returns how many workers the cluster shall have at present. The number may change while the
     * application runs.
     *
     * @return 1 outside a cluster
     */
    public static int workers() {
        return (Integer) ask(WORKERS, 1);
    }

    /**
     * Returns whether this worker is the leader: the one that does what must be done once per
     * cluster, such as scheduled work. The answer may change at any time, so ask before each piece
     * of work rather than once.
     *
     * @return {@code true} outside a cluster
     */
    public static boolean isLeader() {
        return (Boolean) ask(IS_LEADER, true);
    }

    /**
     * Registers what is to run when this worker is about to end, before the JVM's shutdown hooks
     * and while everything still works.
     *
     * <p>Listeners run once, one after the other in the order in which they were registered, on a
     * thread of Clutch; what one of them throws is logged and does not keep the next from running.
     * A listener that is registered when they have all run, runs at once in the calling thread. If
     * the application ends the JVM by itself, listeners that have not run yet do so as part of the
     * JVM's shutdown hooks.
     *
     * <p>Outside a cluster each listener is a shutdown hook of the JVM: the hooks run together, in
     * no order. If the JVM is going down already, the listener runs at once in the calling thread;
     * if a security manager forbids shutdown hooks, it does not run.
     *
     * @param listener what is to run
     * @throws NullPointerException if {@code listener} is null
     */
    public static void onShutdown(Runnable listener) {
        Objects.requireNonNull(listener, "listener");
        if (!isWorker() || !register(listener)) {
            addShutdownHook(listener);
        }
    }

    private static boolean register(Runnable listener) {
        return (Boolean) ask(ON_SHUTDOWN, false, listener);
    }

    private static void addShutdownHook(Runnable listener) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(listener, "clutch-on-shutdown"));
        } catch (IllegalStateException e) {
            // The JVM is going down: too late for a hook, in time for the listener.
            runQuietly(listener);
        } catch (SecurityException e) {
            // Documented above: who forbids hooks gets none.
        }
    }

    private static void runQuietly(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private static Object ask(Method question, Object outsideCluster, Object... arguments) {
        if (question == null) {
            return outsideCluster;
        }
        try {
            return question.invoke(null, arguments);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            return outsideCluster;
        }
    }

    /** Returns the agent's side of this class, or null without an agent that runs on this Java. */
    private static Class<?> agent() {
        try {
            return Class.forName("io.clutch.hook.Api", true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return null;
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            return AGENT == null ? null : AGENT.getMethod(name, parameters);
        } catch (NoSuchMethodException | LinkageError | RuntimeException e) {
            return null;
        }
    }
}
