package io.clutch.weave;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves the sockets of Netty's native transports (epoll, io_uring), copies under other names
 * included: gRPC and many others carry one.
 *
 * <p>There is no transformer that waits for these classes, which would cost every worker memory.
 * The class that binds is loaded by the library's own start, or before; so it is looked for when a
 * library of that name has been loaded, which is before anything can be bound with it.
 */
public final class NativeTransportWeaver {

    /** How the names of all copies end. */
    private static final String SOCKET = "io.netty.channel.unix.Socket";

    private final Instrumentation instrumentation;
    private final Map<Class<?>, Boolean> woven = new WeakHashMap<>();

    /**
     * Prepares.
     *
     * @param instrumentation must be able to redefine classes
     */
    public NativeTransportWeaver(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Returns whether the class is the socket of a native transport. */
    public static boolean isSocket(Class<?> type) {
        var name = type.getName();
        return name.endsWith(SOCKET)
                && (name.length() == SOCKET.length()
                        || name.charAt(name.length() - SOCKET.length() - 1) == '.');
    }

    /**
     * Weaves what is loaded by now and not woven yet.
     *
     * @throws WeavingException if one of the classes cannot be woven
     */
    public synchronized void weave() throws WeavingException {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (isSocket(type) && !woven.containsKey(type)) {
                Redefinition.apply(instrumentation, Map.of(type, bytes(type)));
                woven.put(type, true);
            }
        }
    }

    private static byte[] bytes(Class<?> type) throws WeavingException {
        // Neither of the two holds anything open.
        var locator =
                new ClassFileLocator.Compound(
                        new JdkClassFiles(),
                        ClassFileLocator.ForClassLoader.of(type.getClassLoader()));
        var types =
                new TypePool.Default.WithLazyResolution(
                        new TypePool.CacheProvider.Simple(),
                        locator,
                        TypePool.Default.ReaderMode.FAST);
        try {
            var advice = types.describe(NativeBindAdvice.class.getName()).resolve();
            return new ByteBuddy()
                    .with(TypeValidation.DISABLED)
                    .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                    .with(InstrumentedType.Factory.Default.FROZEN)
                    .with(Implementation.Context.Disabled.Factory.INSTANCE)
                    .decorate(types.describe(type.getName()).resolve(), locator)
                    .visit(Advice.to(advice, locator).on(named("bind").and(takesArguments(1))))
                    .make()
                    .getBytes();
        } catch (RuntimeException e) {
            throw new WeavingException(type.getName() + ": " + e, e);
        }
    }
}
