package io.clutch.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Inlined into {@code ManagementFactory.getPlatformMBeanServer()}; see {@link BindAdvice} for what
 * it may name.
 */
final class BeanAdvice {

    private BeanAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return(typing = Assigner.Typing.DYNAMIC) Object server)
            throws Exception {
        ClassLoader.getSystemClassLoader()
                .loadClass("io.clutch.hook.Beans")
                .getMethod("serverReturned", Object.class)
                .invoke(null, server);
    }
}
