package io.clutch.weave;

import net.bytebuddy.asm.Advice;

/**
 * Inlined into the methods that close the JDK's server sockets; see {@link BindAdvice} for what it
 * may name.
 */
final class CloseAdvice {

    private CloseAdvice() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.This Object socket) throws Exception {
        ClassLoader.getSystemClassLoader()
                .loadClass("io.clutch.hook.Sockets")
                .getMethod("closed", Object.class)
                .invoke(null, socket);
    }
}
