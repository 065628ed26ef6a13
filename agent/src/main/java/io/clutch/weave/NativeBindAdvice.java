package io.clutch.weave;

import java.net.SocketAddress;
import java.util.Optional;
import net.bytebuddy.asm.Advice;

/**
 * What is woven around {@code bind(SocketAddress)} of Netty's native sockets, which ask the system
 * in C: they do not where the master has bound the socket. {@code listen}, which follows, only sets
 * the length of its queue then.
 *
 * <p>The bodies are copied into a class of whatever loader has Netty, so the rules of {@link
 * BindAdvice} hold here too. What is handed from the enter to the exit is the ticket, inside an
 * {@code Optional} if the method is to be skipped.
 */
final class NativeBindAdvice {

    private NativeBindAdvice() {}

    @Advice.OnMethodEnter(skipOn = Optional.class, suppress = Throwable.class)
    static Object enter(
            @Advice.This Object socket,
            @Advice.Argument(value = 0, readOnly = false) SocketAddress address)
            throws ReflectiveOperationException {
        Class<?> hook = ClassLoader.getSystemClassLoader().loadClass("io.clutch.hook.Binds");
        Object[] answer =
                (Object[])
                        hook.getMethod("enter", Object.class, SocketAddress.class, int.class)
                                .invoke(null, socket, address, 0);
        if (answer == null) {
            return null;
        }
        address = (SocketAddress) answer[1];
        return (Boolean) hook.getMethod("isBound").invoke(null)
                ? Optional.of(answer[0])
                : answer[0];
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object ticket, @Advice.Thrown Throwable failure)
            throws ReflectiveOperationException {
        if (ticket != null) {
            ClassLoader.getSystemClassLoader()
                    .loadClass("io.clutch.hook.Binds")
                    .getMethod("exit", Object.class, Throwable.class)
                    .invoke(
                            null,
                            ticket instanceof Optional ? ((Optional<?>) ticket).get() : ticket,
                            failure);
        }
    }
}
