package io.clutch.weave;

import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code sun.nio.ch.Net.bind}, which asks the system to bind a socket: it does
 * not where the master has; see {@link BindAdvice}.
 *
 * <p>Clients and datagram sockets come by here as well. What they bind has port 0, but for a few,
 * and costs them nothing.
 */
final class SystemBindAdvice {

    private SystemBindAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(@Advice.Argument(3) int port) throws ReflectiveOperationException {
        return port != 0
                && (Boolean)
                        ClassLoader.getSystemClassLoader()
                                .loadClass("io.clutch.hook.Binds")
                                .getMethod("isBound")
                                .invoke(null);
    }
}
