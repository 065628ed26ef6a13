package io.clutch.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.BiConsumer;

/**
 * Loads a library for a class by what {@link System#load} calls. Only of use in a class loader that
 * {@code java.lang} is open to, so it may refer to classes of {@code java.base} only.
 */
public final class UnrestrictedLoad implements BiConsumer<Class<?>, String> {

    private final Method load0;

    /**
     * Finds the method.
     *
     * @throws NoSuchMethodException if this JDK has none of that name
     */
    public UnrestrictedLoad() throws NoSuchMethodException {
        load0 = Runtime.class.getDeclaredMethod("load0", Class.class, String.class);
        load0.setAccessible(true);
    }

    /**
     * Loads it.
     *
     * @throws IllegalStateException if that fails; the message says why
     */
    @Override
    public void accept(Class<?> owner, String file) {
        try {
            load0.invoke(Runtime.getRuntime(), owner, file);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
