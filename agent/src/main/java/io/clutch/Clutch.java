package io.clutch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What an application may ask about the cluster it runs in, and be told.
 *
 * <p>No method ever fails for want of a cluster: in a single process there is one worker, in slot
 * 1, and it is the leader. The class may be packed with the application and be loaded by any class
 * loader; every copy answers the same. It runs on Java 8 and later.
 */
public final class Clutch {

    /**
     * The runtime's own class, found by name: this class may be a copy in a loader that does not
     * see the agent's.
     */
    private static final Class<?> RUNTIME = runtime();

    private Clutch() {}

    /**
     * Returns whether this process is a worker of a cluster.
     *
     * @return false in a single process
     */
    public static boolean isWorker() {
        return (Boolean) ask("isWorker", false);
    }

    /**
     * Returns the slot of this worker; it outlives the process.
     *
     * @return 1 or more; 1 in a single process
     */
    public static int slot() {
        return (Integer) ask("slot", 1);
    }

    /**
     * Returns how many slots the cluster has now; scaling changes it.
     *
     * @return 1 or more; 1 in a single process
     */
    public static int workers() {
        return (Integer) ask("workers", 1);
    }

    /**
     * Returns whether this worker is the leader now, the one that does what must be done once in
     * the cluster. Ask each time: when the leader ends, another worker becomes it. For a moment
     * there may be none; a leader that hangs may not know that it is one no more.
     *
     * @return true in a single process
     */
    public static boolean isLeader() {
        return (Boolean) ask("isLeader", true);
    }

    /**
     * Adds a listener to the shutdown event: it runs once, when this worker is asked to stop for
     * whatever reason, before {@code System.exit} and so before the application's shutdown hooks.
     * The process waits for it, up to the option {@code grace}. Listeners run one after the other
     * in the order in which they were added; one that throws does not keep the others from running.
     * If the event is over already, the listener runs at once.
     *
     * <p>In a single process the listener runs as a shutdown hook of the JVM.
     *
     * @param listener what to run
     * @throws NullPointerException if the listener is null
     */
    public static void onShutdown(Runnable listener) {
        if (listener == null) {
            throw new NullPointerException("listener");
        }
        if (!isWorker()) {
            addHook(listener);
            return;
        }
        try {
            RUNTIME.getMethod("onShutdown", Runnable.class).invoke(null, listener);
        } catch (ReflectiveOperationException e) {
            addHook(listener);
        }
    }

    private static void addHook(Runnable listener) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(listener, "clutch-on-shutdown"));
        } catch (IllegalStateException e) {
            // The JVM is shutting down already.
            listener.run();
        }
    }

    private static Object ask(String question, Object alone) {
        if (RUNTIME == null) {
            return alone;
        }
        try {
            Method method = RUNTIME.getMethod(question);
            return method.invoke(null);
        } catch (NoSuchMethodException e) {
            return alone;
        } catch (IllegalAccessException e) {
            return alone;
        } catch (InvocationTargetException e) {
            return alone;
        }
    }

    private static Class<?> runtime() {
        try {
            return Class.forName("io.clutch.hook.Api", true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        } catch (LinkageError e) {
            // The agent is there, and this Java is too old for it.
            return null;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
