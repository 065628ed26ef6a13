package io.clutch.worker;

import io.clutch.posix.Posix;
import io.clutch.weave.NativeTransportWeaver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;

/**
 * The server socket of a native transport of Netty: an object that stands for a descriptor. Reached
 * by reflection, since every application may have a copy of its own, under a name of its own.
 *
 * @param socket Netty's
 */
record NativeEndpoint(Object socket) implements ServerEndpoint {

    private static final StackWalker STACK = StackWalker.getInstance();

    /** How far up the channel may be from its socket's bind. */
    private static final int DEPTH = 24;

    /** Returns the endpoint for a socket of Netty's, {@code null} for anything else. */
    static NativeEndpoint of(Object socket) {
        for (Class<?> type = socket.getClass(); type != null; type = type.getSuperclass()) {
            if (NativeTransportWeaver.isSocket(type)) {
                return new NativeEndpoint(socket);
            }
        }
        return null;
    }

    /**
     * Returns whether the bind that goes on in this thread is a server channel's: clients and
     * datagram channels bind by the same method.
     */
    static boolean isServerBinding() {
        return STACK.walk(
                frames ->
                        frames.limit(DEPTH)
                                .anyMatch(
                                        frame ->
                                                frame.getMethodName().equals("doBind")
                                                        && frame.getClassName()
                                                                .endsWith("ServerSocketChannel")));
    }

    @Override
    public int descriptor(Posix posix) throws IOException {
        return (int) call("intValue");
    }

    @Override
    public boolean isOpen() {
        try {
            return (boolean) call("isOpen");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isBound() throws IOException {
        return localPort() != 0;
    }

    @Override
    public int localPort() throws IOException {
        return call("localAddress") instanceof InetSocketAddress internet ? internet.getPort() : 0;
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return (SocketAddress) call("localAddress");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of(StandardSocketOptions.SO_REUSEPORT);
    }

    @Override
    public boolean reusePort() throws IOException {
        return (boolean) call("isReusePort");
    }

    @Override
    public void reusePort(boolean on) throws IOException {
        try {
            socket.getClass().getMethod("setReusePort", boolean.class).invoke(socket, on);
        } catch (InvocationTargetException e) {
            throw failure(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private Object call(String method) throws IOException {
        try {
            return socket.getClass().getMethod(method).invoke(socket);
        } catch (InvocationTargetException e) {
            throw failure(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private static IOException failure(Throwable e) {
        return e instanceof IOException io
                ? io
                : new IOException("Netty's socket is not as it used to be: " + e, e);
    }
}
