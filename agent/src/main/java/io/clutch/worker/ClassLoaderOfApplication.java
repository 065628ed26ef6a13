package io.clutch.worker;

import java.util.LinkedHashSet;

/**
 * Finds the class loader that the application's classes come from: the context class loader of the
 * main thread, which launchers such as Spring Boot's exchange for their own.
 */
final class ClassLoaderOfApplication {

    private final Thread main;

    /**
     * Makes a finder.
     *
     * @param main the thread that runs {@code premain} and then {@code main}
     */
    ClassLoaderOfApplication(Thread main) {
        this.main = main;
    }

    /**
     * Loads and initialises a class of the application.
     *
     * @throws ClassNotFoundException if neither this loader nor the system's knows it, nor one that
     *     any thread works with
     */
    Class<?> load(String name) throws ClassNotFoundException {
        var loaders = new LinkedHashSet<ClassLoader>();
        loaders.add(get());
        loaders.add(ClassLoader.getSystemClassLoader());
        for (var thread : Thread.getAllStackTraces().keySet()) {
            loaders.add(thread.getContextClassLoader());
        }
        loaders.remove(null);
        for (var loader : loaders) {
            try {
                return Class.forName(name, true, loader);
            } catch (ClassNotFoundException e) {
                // The next one may.
            }
        }
        throw new ClassNotFoundException(name);
    }

    /** Returns what that is now, never null. */
    ClassLoader get() {
        var loader = main.getContextClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}
