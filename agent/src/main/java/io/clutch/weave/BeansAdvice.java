package io.clutch.weave;

import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code ManagementFactory.getPlatformMBeanServer()}; see {@link BindAdvice}.
 */
final class BeansAdvice {

    private BeansAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return Object server) throws ReflectiveOperationException {
        ClassLoader.getSystemClassLoader()
                .loadClass("io.clutch.hook.Beans")
                .getMethod("requested", Object.class)
                .invoke(null, server);
    }
}
