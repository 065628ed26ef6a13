package io.clutch.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Changes the JDK's {@code java.lang.ProcessImpl} so that it writes the characters of its strings
 * as single bytes (ISO 8859-1): a string then stands for exactly the bytes that the caller means.
 *
 * <p>Every {@code String.getBytes()} and {@code String.getBytes(Charset)} in {@code start} and in
 * {@code toCString} becomes {@code String.getBytes(ISO_8859_1)}; the program's name takes the
 * second way, its arguments the first. Only the master does this, which starts no process but by
 * {@link ProcessStarter}. The environment is not touched by it: the JDK keeps inherited entries as
 * bytes.
 */
final class ExactArguments {

    private static final String TARGET = "java.lang.ProcessImpl";
    private static final String WITH_DEFAULT = "()[B";
    private static final String WITH_CHARSET = "(Ljava/nio/charset/Charset;)[B";

    private static boolean inForce;

    private ExactArguments() {}

    /** Returns whether the JDK takes strings for bytes now. */
    static synchronized boolean inForce() {
        return inForce;
    }

    /**
     * Makes it so, for as long as this JVM lives.
     *
     * @throws IOException if it cannot be done, with what that means in its message
     */
    static synchronized void enforce(Instrumentation instrumentation) throws IOException {
        if (inForce) {
            return;
        }
        try {
            if (instrumentation == null) {
                throw new IOException("there is no instrumentation");
            }
            // Initialised first: its static part computes the name of the JDK's helper program in
            // the charset of the locale.
            Class<?> target = Class.forName(TARGET, true, null);
            instrumentation.redefineClasses(new ClassDefinition(target, rewrite(original(target))));
            inForce = true;
        } catch (IOException
                | ReflectiveOperationException
                | UnmodifiableClassException
                | RuntimeException
                | LinkageError e) {
            throw new IOException(
                    "the command line is no text in the charset "
                            + ProcessCharset.current()
                            + " of this locale, and the JDK cannot be made to pass it on as bytes ("
                            + e
                            + "): set LANG=C.UTF-8",
                    e);
        }
    }

    private static byte[] original(Class<?> target) throws IOException {
        try (InputStream in = target.getResourceAsStream("ProcessImpl.class")) {
            if (in == null) {
                throw new IOException("no class file of " + TARGET);
            }
            return in.readAllBytes();
        }
    }

    static byte[] rewrite(byte[] classFile) throws IOException {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Rewriter rewriter = new Rewriter(writer);
        reader.accept(rewriter, 0);
        if (rewriter.inStart == 0 || rewriter.inToCString == 0) {
            throw new IOException(TARGET + " of this JDK is written in another way");
        }
        return writer.toByteArray();
    }

    private static final class Rewriter extends ClassVisitor {

        private int inStart;
        private int inToCString;

        Rewriter(ClassVisitor next) {
            super(OpenedClassReader.ASM_API, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] throwing) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, throwing);
            boolean start = name.equals("start");
            if (!start && !name.equals("toCString")) {
                return next;
            }
            return new MethodVisitor(OpenedClassReader.ASM_API, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String type, boolean ofInterface) {
                    boolean getBytes =
                            owner.equals("java/lang/String")
                                    && called.equals("getBytes")
                                    && (type.equals(WITH_DEFAULT) || type.equals(WITH_CHARSET));
                    if (!getBytes) {
                        super.visitMethodInsn(opcode, owner, called, type, ofInterface);
                        return;
                    }
                    if (type.equals(WITH_CHARSET)) {
                        super.visitInsn(Opcodes.POP);
                    }
                    super.visitFieldInsn(
                            Opcodes.GETSTATIC,
                            "java/nio/charset/StandardCharsets",
                            "ISO_8859_1",
                            "Ljava/nio/charset/Charset;");
                    super.visitMethodInsn(opcode, owner, called, WITH_CHARSET, false);
                    if (start) {
                        inStart++;
                    } else {
                        inToCString++;
                    }
                }
            };
        }
    }
}
