package io.clutch.posix;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import java.nio.channels.Channel;

/** Finds the descriptor inside the JDK's sockets and channels, whose fields JNI can read. */
final class SocketDescriptor {

    private SocketDescriptor() {}

    /**
     * Returns the descriptor's number.
     *
     * @throws IOException if it is closed, has none (yet), or is none of the JDK's own
     */
    static int of(Object socket) throws IOException {
        if (socket instanceof ServerSocket server) {
            return ofServerSocket(server);
        }
        if (socket instanceof Socket client) {
            return ofSocket(client);
        }
        if (socket instanceof Channel channel) {
            return ofChannel(channel);
        }
        throw none(socket, "is neither a socket nor a channel");
    }

    private static int ofServerSocket(ServerSocket socket) throws IOException {
        if (socket.getChannel() != null) {
            return ofChannel(socket.getChannel());
        }
        if (socket.isClosed()) {
            throw none(socket, "is closed");
        }
        return ofImpl(socket, implOf(socket));
    }

    private static int ofSocket(Socket socket) throws IOException {
        if (socket.getChannel() != null) {
            return ofChannel(socket.getChannel());
        }
        if (socket.isClosed()) {
            throw none(socket, "is closed");
        }
        return ofImpl(socket, implOf(socket));
    }

    private static SocketImpl implOf(Object socket) throws IOException {
        try {
            return SystemCalls.impl(socket, "impl");
        } catch (NoSuchFieldError e) {
            throw none(socket, "has no field impl");
        }
    }

    private static int ofImpl(Object socket, SocketImpl impl) throws IOException {
        SocketImpl inner = impl;
        // A client's implementation is a wrapper, which knows about proxies.
        while (inner != null && isOfTheJdk(inner) && delegateOf(inner) != null) {
            inner = delegateOf(inner);
        }
        if (inner == null) {
            throw none(socket, "has no implementation yet");
        }
        return number(socket, inner);
    }

    private static SocketImpl delegateOf(SocketImpl impl) {
        try {
            return SystemCalls.impl(impl, "delegate");
        } catch (NoSuchFieldError e) {
            return null;
        }
    }

    private static int ofChannel(Channel channel) throws IOException {
        if (!channel.isOpen()) {
            throw none(channel, "is closed");
        }
        if (!isOfTheJdk(channel)) {
            throw none(channel, "is not the JDK's own");
        }
        return number(channel, channel);
    }

    private static boolean isOfTheJdk(Object object) {
        return object.getClass().getModule() == Object.class.getModule();
    }

    private static int number(Object socket, Object holder) throws IOException {
        try {
            FileDescriptor descriptor = SystemCalls.descriptor(holder, "fd");
            int number = descriptor == null ? -1 : SystemCalls.number(descriptor, "fd");
            if (number < 0) {
                throw none(socket, "is not open");
            }
            return number;
        } catch (NoSuchFieldError e) {
            throw none(socket, "has no field fd");
        }
    }

    private static IOException none(Object socket, String why) {
        return new IOException("no descriptor: the " + socket.getClass().getName() + " " + why);
    }
}
