package io.clutch.weave;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Map;

/** Gives woven class files to the JVM. */
public final class Redefinition {

    private Redefinition() {}

    /**
     * Redefines all the classes at once; either all are woven afterwards, or none.
     *
     * @param woven class files by class, as {@link Weaver} or a cache of its results returns them
     * @throws WeavingException if the JVM does not take them
     */
    public static void apply(Instrumentation instrumentation, Map<Class<?>, byte[]> woven)
            throws WeavingException {
        var definitions = new ArrayList<ClassDefinition>(woven.size());
        for (var entry : woven.entrySet()) {
            definitions.add(new ClassDefinition(entry.getKey(), entry.getValue()));
        }
        try {
            instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw failure(e);
        } catch (RuntimeException | LinkageError e) {
            // Also a missing Can-Redefine-Classes, and class files that the verifier rejects.
            throw failure(e);
        }
    }

    private static WeavingException failure(Throwable cause) {
        return new WeavingException("the JVM does not redefine its classes: " + cause, cause);
    }
}
