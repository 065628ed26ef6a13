package io.clutch.weave;

import java.lang.reflect.Method;
import java.net.SocketAddress;
import net.bytebuddy.asm.Advice;

/**
 * What is woven around {@code bind(SocketAddress, int)} of the JDK's server sockets.
 *
 * <p>The bodies are copied into classes of {@code java.base}: they may use nothing but public types
 * of that module, no lambda, no concatenated string, and reach the hook by reflection.
 */
final class BindAdvice {

    private BindAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(
            @Advice.This Object socket,
            @Advice.Argument(value = 0, readOnly = false) SocketAddress address,
            @Advice.Argument(1) int backlog)
            throws ReflectiveOperationException {
        Method enter =
                ClassLoader.getSystemClassLoader()
                        .loadClass("io.clutch.hook.Binds")
                        .getMethod("enter", Object.class, SocketAddress.class, int.class);
        Object[] answer = (Object[]) enter.invoke(null, socket, address, backlog);
        if (answer == null) {
            return null;
        }
        address = (SocketAddress) answer[1];
        return answer[0];
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object ticket, @Advice.Thrown Throwable failure)
            throws ReflectiveOperationException {
        if (ticket != null) {
            ClassLoader.getSystemClassLoader()
                    .loadClass("io.clutch.hook.Binds")
                    .getMethod("exit", Object.class, Throwable.class)
                    .invoke(null, ticket, failure);
        }
    }
}
