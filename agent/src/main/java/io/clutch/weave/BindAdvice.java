package io.clutch.weave;

import java.net.SocketAddress;
import net.bytebuddy.asm.Advice;

/**
 * Inlined into {@code bind(SocketAddress, int)} of the JDK's server sockets.
 *
 * <p>Only types of {@code java.base} may be named: the code runs in its classes. Whatever goes
 * wrong is suppressed and the JDK binds as ever.
 */
final class BindAdvice {

    private BindAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object[] enter(
            @Advice.This Object socket,
            @Advice.Argument(value = 0, readOnly = false) SocketAddress address)
            throws Exception {
        Object[] ticket =
                (Object[])
                        ClassLoader.getSystemClassLoader()
                                .loadClass("io.clutch.hook.Sockets")
                                .getMethod("entering", Object.class, SocketAddress.class)
                                .invoke(null, socket, address);
        if (ticket != null) {
            address = (SocketAddress) ticket[0];
        }
        return ticket;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object[] ticket, @Advice.Thrown Throwable failure)
            throws Exception {
        if (ticket != null) {
            ClassLoader.getSystemClassLoader()
                    .loadClass("io.clutch.hook.Sockets")
                    .getMethod("leaving", Object[].class, Throwable.class)
                    .invoke(null, ticket, failure);
        }
    }
}
