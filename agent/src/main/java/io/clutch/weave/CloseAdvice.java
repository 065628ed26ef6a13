package io.clutch.weave;

import net.bytebuddy.asm.Advice;

/** What is woven into the close of the JDK's server sockets; see {@link BindAdvice}. */
final class CloseAdvice {

    private CloseAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws ReflectiveOperationException {
        ClassLoader.getSystemClassLoader()
                .loadClass("io.clutch.hook.Closes")
                .getMethod("closing")
                .invoke(null);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.This Object socket) throws ReflectiveOperationException {
        ClassLoader.getSystemClassLoader()
                .loadClass("io.clutch.hook.Closes")
                .getMethod("closed", Object.class)
                .invoke(null, socket);
    }
}
