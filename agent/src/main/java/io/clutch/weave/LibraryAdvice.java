package io.clutch.weave;

import net.bytebuddy.asm.Advice;

/**
 * What is woven around the two methods of {@code java.lang.Runtime} by which all code but the JDK's
 * own loads native libraries; see {@link BindAdvice}. Only names that the hook is to hear of leave
 * this method: Netty's transports, whatever they have been relocated to, and Tomcat's library.
 */
final class LibraryAdvice {

    private LibraryAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(1) String library) throws ReflectiveOperationException {
        if (library.contains("netty_transport_native") || library.contains("tcnative-1")) {
            ClassLoader.getSystemClassLoader()
                    .loadClass("io.clutch.hook.Libraries")
                    .getMethod("loaded", String.class)
                    .invoke(null, library);
        }
    }
}
