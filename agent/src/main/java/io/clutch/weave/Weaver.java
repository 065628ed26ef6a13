package io.clutch.weave;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Weaves the hooks into the JDK.
 *
 * <p>First all bytes are computed, then all classes are redefined at once: Byte Buddy must not
 * start up inside a transformer's callback, where a class that it needs may be the one that is
 * being transformed.
 */
public final class Weaver {

    private static final ElementMatcher.Junction<MethodDescription> BIND =
            named("bind").and(takesArguments(SocketAddress.class, int.class));

    private Weaver() {}

    /**
     * Weaves and defines.
     *
     * @throws WeaveException if this JVM does not let us; nothing is woven then
     */
    public static void weave(Instrumentation instrumentation) throws WeaveException {
        try {
            define(instrumentation, woven());
        } catch (ReflectiveOperationException
                | UnmodifiableClassException
                | RuntimeException
                | LinkageError e) {
            throw new WeaveException(e);
        }
    }

    /**
     * Returns the bytes of all classes that are woven; the same for every process of the same JDK.
     */
    static Map<Class<?>, byte[]> woven() {
        var woven = new LinkedHashMap<Class<?>, byte[]>();
        weave(woven, "java.net.ServerSocket", named("close").and(takesNoArguments()));
        weave(
                woven,
                "sun.nio.ch.ServerSocketChannelImpl",
                named("implCloseSelectableChannel").and(takesNoArguments()));
        weave(
                woven,
                "sun.nio.ch.AsynchronousServerSocketChannelImpl",
                named("close").and(takesNoArguments()));
        var factory = load("java.lang.management.ManagementFactory");
        if (factory != null) {
            woven.put(
                    factory,
                    bytes(
                            factory,
                            List.of(
                                    Advice.to(BeanAdvice.class)
                                            .on(named("getPlatformMBeanServer").and(isStatic())))));
        }
        return woven;
    }

    private static void weave(
            Map<Class<?>, byte[]> woven,
            String name,
            ElementMatcher.Junction<MethodDescription> close) {
        var type = load(name);
        if (type == null) {
            throw new IllegalStateException("this JDK has no class " + name);
        }
        woven.put(
                type,
                bytes(
                        type,
                        List.of(
                                Advice.to(BindAdvice.class).on(BIND.and(not(isStatic()))),
                                Advice.to(CloseAdvice.class).on(close))));
    }

    private static byte[] bytes(Class<?> type, List<AsmVisitorWrapper.ForDeclaredMethods> advice) {
        var builder =
                new ByteBuddy()
                        .with(TypeValidation.DISABLED)
                        .with(Implementation.Context.Disabled.Factory.INSTANCE)
                        .redefine(type, ClassFileLocator.ForClassLoader.ofSystemLoader());
        for (AsmVisitorWrapper one : advice) {
            builder = builder.visit(one);
        }
        return builder.make().getBytes();
    }

    /** Loads without initialising: the application decides when the JDK's classes begin to live. */
    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static void define(Instrumentation instrumentation, Map<Class<?>, byte[]> woven)
            throws ReflectiveOperationException, UnmodifiableClassException {
        var definitions = new ArrayList<ClassDefinition>();
        woven.forEach((type, bytes) -> definitions.add(new ClassDefinition(type, bytes)));
        instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
    }
}
