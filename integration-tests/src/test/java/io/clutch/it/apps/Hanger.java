package io.clutch.it.apps;

import io.clutch.Clutch;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link Server} that never ends by itself. Arguments: the port, and what hangs: a {@code
 * listener} of the shutdown event, a shutdown {@code hook}, or its own handler of {@code term}. It
 * prints {@code SLOT hangs} when it does.
 */
public final class Hanger {

    private Hanger() {}

    /** Serves. */
    public static void main(String... arguments) throws Exception {
        switch (arguments[1]) {
            case "listener" -> Clutch.onShutdown(Hanger::hang);
            case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(Hanger::hang));
            case "term" -> handleTerm();
            default -> throw new IllegalArgumentException("no such way: " + arguments[1]);
        }
        Server.main("socket", arguments[0]);
    }

    /** By reflection: javac warns of every direct use of sun.misc.Signal. */
    private static void handleTerm() throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var own =
                Proxy.newProxyInstance(
                        Hanger.class.getClassLoader(),
                        new Class<?>[] {handler},
                        (proxy, method, parameters) -> {
                            hang();
                            return null;
                        });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), own);
    }

    private static void hang() {
        System.out.println(Clutch.slot() + " hangs");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            System.out.println("interrupted");
        }
    }
}
