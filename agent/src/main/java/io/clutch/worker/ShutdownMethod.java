package io.clutch.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Calls the method that the option {@code on-shutdown} names.
 *
 * <p>It is looked up when it is called, not before: an application's classes are not the agent's to
 * load early.
 */
final class ShutdownMethod implements Runnable {

    private final String option;
    private final ClassLoaderOfApplication loader;
    private final WorkerLog log;

    /**
     * Makes a call of a method.
     *
     * @param option {@code Class#method}, or empty for none
     */
    ShutdownMethod(String option, ClassLoaderOfApplication loader, WorkerLog log) {
        this.option = option;
        this.loader = loader;
        this.log = log;
    }

    @Override
    public void run() {
        if (option.isEmpty()) {
            return;
        }
        try {
            find().invoke(null);
        } catch (ClassNotFoundException e) {
            missing("the application has no such class");
        } catch (NoSuchMethodException e) {
            missing("the class has no such public static method without parameters");
        } catch (InvocationTargetException e) {
            log.error("on-shutdown=" + option + " failed", e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            missing(e.toString());
        }
    }

    private Method find() throws ReflectiveOperationException {
        int hash = option.indexOf('#');
        if (hash < 0) {
            throw new NoSuchMethodException(option);
        }
        var method = loader.load(option.substring(0, hash)).getMethod(option.substring(hash + 1));
        if (!Modifier.isStatic(method.getModifiers())) {
            throw new NoSuchMethodException(option);
        }
        // The class itself need not be public.
        method.trySetAccessible();
        return method;
    }

    private void missing(String why) {
        log.warn(
                "on-shutdown=%s was not called: %s. Name it as package.Class#method"
                        .formatted(option, why));
    }
}
