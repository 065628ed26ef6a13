package io.clutch.posix;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The signals that this process gets.
 *
 * <p>{@code jdk.internal.misc.Signal} is used, which is in {@code java.base}; {@code
 * sun.misc.Signal}, a wrapper around it, is in a module that an application started with {@code
 * -m}, or a jlinked image, may not have. Both keep the same table in the JVM, so an application
 * that uses either replaces our handlers, as it shall.
 */
public final class Signals {

    private static final int SIGQUIT = 3;

    private final Api api;

    private Signals(Api api) {
        this.api = api;
    }

    /**
     * Returns the signals of this JVM; never fails. Without access to them every method answers
     * false.
     *
     * @param instrumentation what opens the JDK's own class; null for none
     */
    public static Signals of(Instrumentation instrumentation) {
        try {
            if (instrumentation != null) {
                Internals.open(instrumentation, "jdk.internal.misc");
                return new Signals(new Api());
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Answered by every method.
        }
        return new Signals(null);
    }

    /**
     * Runs an action whenever a signal arrives, in a thread of its own.
     *
     * @param name without SIG: {@code TERM}
     * @return false if that is not possible: the JVM runs with {@code -Xrs}, or keeps this signal
     *     for itself
     */
    public boolean handle(String name, Runnable action) {
        if (api == null) {
            return false;
        }
        try {
            var handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {api.handlerType},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            action.run();
                                            yield null;
                                        }
                                        case "equals" -> proxy == arguments[0];
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> "clutch's handler of " + name;
                                    });
            api.handle(name, handler);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns whether the application has installed a handler of its own. Only to be asked when the
     * process is about to end: between looking and putting back, a signal would be lost.
     *
     * @param name without SIG
     */
    public boolean foreign(String name) {
        if (api == null) {
            return false;
        }
        try {
            var current = api.handle(name, api.ignore());
            if (current == null) {
                return false;
            }
            api.handle(name, current);
            if (Proxy.isProxyClass(current.getClass())) {
                return !current.toString().startsWith("clutch's");
            }
            var type = current.getClass().getName();
            // The JVM's default, the JDK's shutdown handler, and the markers SIG_DFL and SIG_IGN.
            return !type.startsWith("java.lang.Terminator")
                    && !type.startsWith("jdk.internal.misc.Signal$NativeHandler");
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Sends a signal to this process, as {@code kill} would; runs the handler that is installed.
     *
     * @param name without SIG
     * @return whether that was possible
     */
    public boolean raise(String name) {
        if (api == null) {
            return false;
        }
        try {
            api.raise(name);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Makes the JVM write its own thread dump to the standard output, as {@code kill -QUIT} does;
     * returns before it is written.
     *
     * @return whether that was possible; not with {@code -Xrs}, where QUIT would end the process
     */
    public boolean quit() {
        if (api == null || !usesSignals()) {
            return false;
        }
        try {
            api.raise(SIGQUIT);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** With -Xrs the JVM refuses a handler for HUP, as it does for those of its own. */
    private boolean usesSignals() {
        try {
            var current = api.handle("HUP", api.ignore());
            if (current != null) {
                api.handle("HUP", current);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The JDK's class, by reflection. */
    private static final class Api {
        private final Class<?> signalType = Class.forName("jdk.internal.misc.Signal");
        private final Class<?> handlerType = Class.forName("jdk.internal.misc.Signal$Handler");
        private final Method handle = signalType.getMethod("handle", signalType, handlerType);
        private final Method raise = signalType.getMethod("raise", signalType);

        Api() throws ReflectiveOperationException {
            // Found out whether we may at once, and not when a signal is to be handled.
            Object unused = signal("TERM");
        }

        Object handle(String name, Object handler) throws ReflectiveOperationException {
            return call(handle, signal(name), handler);
        }

        void raise(String name) throws ReflectiveOperationException {
            Object unused = call(raise, signal(name));
        }

        void raise(int number) throws ReflectiveOperationException {
            // The public raise() refuses signals that have no Java handler; QUIT has the JVM's.
            var raise0 = signalType.getDeclaredMethod("raise0", int.class);
            raise0.setAccessible(true);
            Object unused = call(raise0, number);
        }

        Object ignore() throws ReflectiveOperationException {
            return handlerType.getField("SIGNAL_IGNORE").get(null);
        }

        private Object signal(String name) throws ReflectiveOperationException {
            return signalType.getConstructor(String.class).newInstance(name);
        }

        private static Object call(Method method, Object... arguments)
                throws ReflectiveOperationException {
            try {
                return method.invoke(null, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalArgumentException cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }
}
