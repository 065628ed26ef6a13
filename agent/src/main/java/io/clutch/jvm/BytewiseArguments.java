package io.clutch.jvm;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatchers;

/** Makes {@link ProcessBuilder} pass every char of an argument on as one byte. */
final class BytewiseArguments {

    private BytewiseArguments() {}

    /**
     * Replaces the encoding in {@code java.lang.ProcessImpl.toCString(String)}, which 17 to 26 have
     * alike.
     */
    static void install(Instrumentation instrumentation) throws IOException {
        try {
            var type = Class.forName("java.lang.ProcessImpl");
            var bytes =
                    new ByteBuddy()
                            .with(TypeValidation.DISABLED)
                            .redefine(type, ClassFileLocator.ForClassLoader.ofSystemLoader())
                            .visit(
                                    Advice.to(ToCString.class)
                                            .on(
                                                    ElementMatchers.named("toCString")
                                                            .and(
                                                                    ElementMatchers.takesArguments(
                                                                            String.class))))
                            .make()
                            .getBytes();
            instrumentation.redefineClasses(new ClassDefinition(type, bytes));
        } catch (ReflectiveOperationException
                | java.lang.instrument.UnmodifiableClassException
                | RuntimeException
                | LinkageError e) {
            throw new IOException(
                    "the command line holds bytes that the locale's charset %s cannot express, and the JDK's own encoding could not be replaced (%s); set LC_ALL=C.UTF-8"
                            .formatted(ProcessStarter.charset(), e),
                    e);
        }
    }

    /** Inlined into the JDK's class. */
    static final class ToCString {

        private ToCString() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) String text, @Advice.Return(readOnly = false) byte[] result) {
            if (text != null) {
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                byte[] terminated = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, terminated, 0, bytes.length);
                result = terminated;
            }
        }
    }
}
