package io.clutch.weave;

import java.nio.file.Path;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code sun.nio.ch.UnixDomainSockets.bind}: the same as {@link
 * SystemBindAdvice}, for Unix-domain sockets. Clients mostly bind the empty path, which costs them
 * nothing.
 */
final class SystemPathBindAdvice {

    private SystemPathBindAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(@Advice.Argument(1) Path path) throws ReflectiveOperationException {
        return !path.toString().isEmpty()
                && (Boolean)
                        ClassLoader.getSystemClassLoader()
                                .loadClass("io.clutch.hook.Binds")
                                .getMethod("isBound")
                                .invoke(null);
    }
}
