package io.clutch.posix;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;

/**
 * The JDK's signal classes, by reflection: {@code sun.misc.Signal}, or, in a runtime without the
 * module {@code jdk.unsupported}, {@code jdk.internal.misc.Signal} of the same shape.
 */
final class SignalApi {

    private static final String INTERNAL = "jdk.internal.misc";

    private final Class<?> handlerType;
    private final Constructor<?> signal;
    private final Method handle;
    private final Method raise;
    private final Object byDefault;
    private final Object ignored;

    private SignalApi(Class<?> signalType, Class<?> handlerType)
            throws ReflectiveOperationException {
        this.handlerType = handlerType;
        signal = signalType.getConstructor(String.class);
        handle = signalType.getMethod("handle", signalType, handlerType);
        raise = signalType.getMethod("raise", signalType);
        byDefault = handlerType.getField("SIG_DFL").get(null);
        ignored = handlerType.getField("SIG_IGN").get(null);
    }

    /** Returns what this runtime has, or {@code null}. */
    static SignalApi find(Instrumentation instrumentation) {
        try {
            return new SignalApi(
                    Class.forName("sun.misc.Signal"), Class.forName("sun.misc.SignalHandler"));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return findInternal(instrumentation);
        }
    }

    /** Returns what this runtime has inside, or {@code null}. */
    static SignalApi findInternal(Instrumentation instrumentation) {
        if (instrumentation == null) {
            return null;
        }
        try {
            exportInternal(instrumentation);
            return new SignalApi(
                    Class.forName(INTERNAL + ".Signal"),
                    Class.forName(INTERNAL + ".Signal$Handler"));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static void exportInternal(Instrumentation instrumentation) {
        Map<String, Set<Module>> toUs = Map.of(INTERNAL, Set.of(SignalApi.class.getModule()));
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), toUs, Map.of(), Set.of(), Map.of());
    }

    Object byDefault() {
        return byDefault;
    }

    Object ignored() {
        return ignored;
    }

    /** Returns a handler that runs the action. */
    Object handler(Runnable action) {
        InvocationHandler invocation =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "Clutch's signal handler";
                        };
        return Proxy.newProxyInstance(
                SignalApi.class.getClassLoader(), new Class<?>[] {handlerType}, invocation);
    }

    /** Installs the handler and returns the one before it. */
    Object handle(String name, Object handler) throws ReflectiveOperationException {
        return handle.invoke(null, signal.newInstance(name), handler);
    }

    void raise(String name) throws ReflectiveOperationException {
        raise.invoke(null, signal.newInstance(name));
    }
}
