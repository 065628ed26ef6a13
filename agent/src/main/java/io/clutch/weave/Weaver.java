package io.clutch.weave;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Computes the woven class files of the JDK's server sockets.
 *
 * <p>Types are read from their class files rather than by reflection, which would load what their
 * methods mention: for {@code ManagementFactory} that is much of JMX.
 */
public final class Weaver {

    private final ClassFileLocator locator = new JdkClassFiles();
    private final TypePool types =
            new TypePool.Default.WithLazyResolution(
                    new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
    private final ByteBuddy byteBuddy =
            new ByteBuddy()
                    .with(TypeValidation.DISABLED)
                    .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                    .with(InstrumentedType.Factory.Default.FROZEN)
                    .with(Implementation.Context.Disabled.Factory.INSTANCE);

    private Weaver() {}

    /**
     * Returns the woven class files of all classes that this JVM has, which need not be used.
     *
     * @throws WeavingException if one of them cannot be woven
     */
    public static Map<Class<?>, byte[]> weave() throws WeavingException {
        // What a newer Java than Byte Buddy knows has added to class files is, for advice in these
        // few methods, most likely
        // nothing; if it is something, the JVM's verifier says so.
        var before = System.getProperty(OpenedClassReader.EXPERIMENTAL_PROPERTY);
        System.setProperty(OpenedClassReader.EXPERIMENTAL_PROPERTY, "true");
        try {
            return new Weaver().weaveAll();
        } finally {
            if (before == null) {
                System.clearProperty(OpenedClassReader.EXPERIMENTAL_PROPERTY);
            } else {
                System.setProperty(OpenedClassReader.EXPERIMENTAL_PROPERTY, before);
            }
        }
    }

    private Map<Class<?>, byte[]> weaveAll() throws WeavingException {
        var woven = new LinkedHashMap<Class<?>, byte[]>();
        for (var target : Target.present()) {
            try {
                woven.put(target.load(), weave(target));
            } catch (IOException | ReflectiveOperationException | RuntimeException e) {
                throw new WeavingException(target.className() + ": " + e, e);
            } catch (LinkageError e) {
                throw new WeavingException(target.className() + ": " + e, e);
            }
        }
        return woven;
    }

    private byte[] weave(Target target) throws IOException {
        var builder = byteBuddy.decorate(types.describe(target.className()).resolve(), locator);
        for (var cut : target.cuts()) {
            var advice = Advice.to(types.describe(cut.advice().getName()).resolve(), locator);
            builder = builder.visit(advice.on(method(cut)));
        }
        return builder.make().getBytes();
    }

    private static ElementMatcher<MethodDescription> method(Target.Cut cut) {
        return named(cut.method())
                .and(takesArguments(cut.parameters()))
                .and(not(isBridge()))
                .and(not(isAbstract()));
    }
}
