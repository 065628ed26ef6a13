package io.clutch.listen;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** The kernel's sockets, except for what a test wants to go wrong. */
final class FaultySockets {

    boolean doorsClose = true;
    boolean listens = true;
    final List<Integer> closed = new ArrayList<>();
    private final Sockets real;

    FaultySockets(Posix posix) {
        real = new PosixSockets(posix);
    }

    Sockets proxy() {
        return (Sockets)
                Proxy.newProxyInstance(
                        FaultySockets.class.getClassLoader(),
                        new Class<?>[] {Sockets.class},
                        (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "closeDoor" -> {
                return doorsClose;
            }
            case "listen" -> {
                if (!listens) {
                    throw new IOException("listen: as asked");
                }
            }
            case "close" -> closed.add((Integer) arguments[0]);
            default -> {}
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
