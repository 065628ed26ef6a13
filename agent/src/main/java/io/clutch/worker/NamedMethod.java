package io.clutch.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The static method that {@code on-shutdown=Class#method} names; looked up when it is needed, not
 * before the application has started.
 */
final class NamedMethod {

    private final String text;
    private final Thread main;

    /**
     * Keeps the name.
     *
     * @param text {@code Class#method}
     * @param main the thread that will run the application's main: its context class loader finds
     *     what a launcher hides from the system class loader
     */
    NamedMethod(String text, Thread main) {
        this.text = text;
        this.main = main;
    }

    void call() {
        try {
            var method = find();
            method.invoke(null);
        } catch (InvocationTargetException e) {
            WorkerLog.warn("on-shutdown={} failed", text, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            WorkerLog.warn(
                    "on-shutdown={} could not be called: {}; it must be a static method without"
                            + " parameters",
                    text,
                    e.toString());
        }
    }

    private Method find() throws ReflectiveOperationException {
        int hash = text.indexOf('#');
        var type = type(text.substring(0, hash));
        var method = type.getDeclaredMethod(text.substring(hash + 1));
        if (!method.canAccess(null)) {
            method.setAccessible(true);
        }
        return method;
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        ClassNotFoundException notFound = null;
        // A fat jar's launcher makes a loader of its own and sets it on the main thread, which may
        // have ended by now (its loader is null
        // then); other threads of the application have inherited it.
        for (var loader : loaders()) {
            try {
                return Class.forName(name, true, loader);
            } catch (ClassNotFoundException e) {
                notFound = e;
            }
        }
        throw notFound == null ? new ClassNotFoundException(name) : notFound;
    }

    private java.util.Set<ClassLoader> loaders() {
        var loaders = new java.util.LinkedHashSet<ClassLoader>();
        loaders.add(main.getContextClassLoader());
        for (var thread : Thread.getAllStackTraces().keySet()) {
            loaders.add(thread.getContextClassLoader());
        }
        loaders.add(ClassLoader.getSystemClassLoader());
        loaders.remove(null);
        return loaders;
    }
}
