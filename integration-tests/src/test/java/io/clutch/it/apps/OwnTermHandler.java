package io.clutch.it.apps;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A {@link Server} that installs its own handler for TERM, as some servers do: it prints {@code own
 * handler} and ends the process, or, with the argument {@code chain}, calls the handler that was
 * there before.
 */
public final class OwnTermHandler {

    private OwnTermHandler() {}

    /** Installs the handler, and serves. */
    public static void main(String... arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        install(arguments.length > 1 && arguments[1].equals("chain"));
        Server.main("socket", arguments[0]);
    }

    /** By reflection: javac warns of every direct use of sun.misc.Signal. */
    private static void install(boolean chain) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var before = new AtomicReference<Object>();
        var own =
                Proxy.newProxyInstance(
                        OwnTermHandler.class.getClassLoader(),
                        new Class<?>[] {handler},
                        (proxy, method, parameters) -> {
                            if (method.getName().equals("handle")) {
                                System.out.println("own handler");
                                if (!chain) {
                                    System.exit(0);
                                }
                                handler.getMethod("handle", signal)
                                        .invoke(before.get(), parameters);
                            }
                            // Whoever asks for more than that, such as a text, gets an exception.
                            return method.getReturnType() == void.class ? null : false;
                        });
        before.set(
                signal.getMethod("handle", signal, handler)
                        .invoke(
                                null,
                                signal.getConstructor(String.class).newInstance("TERM"),
                                own));
    }
}
