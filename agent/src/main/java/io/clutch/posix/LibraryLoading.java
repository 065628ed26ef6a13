package io.clutch.posix;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Loads a library without the JDK's warning.
 *
 * <p>From JDK 24 on, {@link System#load} is a restricted method: it warns, or is refused, unless
 * the user has enabled native access for the module of its caller. Clutch is in the application's
 * unnamed module, and enabling native access for that would change what the application may do.
 * What {@code System.load} calls in its turn is not restricted, but inside {@code java.lang}. An
 * agent may open that package, and opens it to nobody but a class loader that is thrown away
 * afterwards.
 */
final class LibraryLoading {

    private static final int FIRST_WITH_A_WARNING = 24;

    private LibraryLoading() {}

    /**
     * Loads a library.
     *
     * @param owner whose class loader the library belongs to
     * @param instrumentation may be {@code null}
     * @throws IOException if it cannot be loaded
     */
    static void load(Class<?> owner, Path file, Instrumentation instrumentation)
            throws IOException {
        try {
            if (Runtime.version().feature() < FIRST_WITH_A_WARNING || instrumentation == null) {
                loadPlainly(file);
            } else {
                unrestricted(instrumentation).accept(owner, file.toString());
            }
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    file + " cannot be loaded: this JDK has another way (" + e + ")", e);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(file + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("restricted")
    private static void loadPlainly(Path file) {
        // The library belongs to the caller's class loader, which is that of SystemCalls as well.
        System.load(file.toString());
    }

    @SuppressWarnings("unchecked")
    private static BiConsumer<Class<?>, String> unrestricted(Instrumentation instrumentation)
            throws ReflectiveOperationException, IOException {
        ThrownAway loader = new ThrownAway();
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(loader.getUnnamedModule())),
                Set.of(),
                Map.of());
        return (BiConsumer<Class<?>, String>)
                loader.defineUnrestrictedLoad().getConstructor().newInstance();
    }

    /** A class loader for {@link UnrestrictedLoad} alone. */
    private static final class ThrownAway extends ClassLoader {

        ThrownAway() {
            super(null);
        }

        Class<?> defineUnrestrictedLoad() throws IOException {
            try (InputStream in =
                    LibraryLoading.class.getResourceAsStream("UnrestrictedLoad.class")) {
                if (in == null) {
                    throw new IOException("UnrestrictedLoad.class is missing");
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(UnrestrictedLoad.class.getName(), bytes, 0, bytes.length);
            }
        }
    }
}
