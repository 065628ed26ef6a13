package io.clutch.worker;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;

/** A server-side socket of whichever kind the JDK or Netty has. */
sealed interface ServerEndpoint
        permits ServerEndpoint.OfSocket, ServerEndpoint.OfChannel, NativeEndpoint {

    /** Returns the endpoint for a socket or channel, {@code null} for what is neither. */
    static ServerEndpoint of(Object socket) {
        if (socket instanceof ServerSocket serverSocket) {
            return new OfSocket(serverSocket);
        }
        if (socket instanceof ServerSocketChannel
                || socket instanceof AsynchronousServerSocketChannel) {
            return new OfChannel((NetworkChannel) socket);
        }
        return NativeEndpoint.of(socket);
    }

    /**
     * Returns its descriptor.
     *
     * @throws IOException if that cannot be told, or it is closed
     */
    default int descriptor(Posix posix) throws IOException {
        return posix.descriptorOf(socket());
    }

    /** Returns the socket or channel itself. */
    Object socket();

    /** Returns whether it has not been closed yet. */
    boolean isOpen();

    /** Returns whether it has an address already. */
    boolean isBound() throws IOException;

    /** Returns the port it is bound to, 0 if it is bound to a path. */
    int localPort() throws IOException;

    /** Returns the address it is bound to. */
    SocketAddress localAddress() throws IOException;

    /** Returns the options that it has; Unix-domain sockets and custom ones lack SO_REUSEPORT. */
    Set<SocketOption<?>> supportedOptions();

    /** Returns whether SO_REUSEPORT is set. */
    boolean reusePort() throws IOException;

    /** Sets or clears SO_REUSEPORT. */
    void reusePort(boolean on) throws IOException;

    /** A {@code ServerSocket}, with or without TLS. */
    record OfSocket(ServerSocket socket) implements ServerEndpoint {

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public boolean isBound() {
            return socket.isBound();
        }

        @Override
        public int localPort() {
            return socket.getLocalPort();
        }

        @Override
        public SocketAddress localAddress() {
            return socket.getLocalSocketAddress();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return socket.supportedOptions();
        }

        @Override
        public boolean reusePort() throws IOException {
            return socket.getOption(StandardSocketOptions.SO_REUSEPORT);
        }

        @Override
        public void reusePort(boolean on) throws IOException {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, on);
        }
    }

    /** A channel, blocking, non-blocking or asynchronous. */
    record OfChannel(NetworkChannel socket) implements ServerEndpoint {

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public boolean isBound() throws IOException {
            return socket.getLocalAddress() != null;
        }

        @Override
        public int localPort() throws IOException {
            return socket.getLocalAddress() instanceof InetSocketAddress internet
                    ? internet.getPort()
                    : 0;
        }

        @Override
        public SocketAddress localAddress() throws IOException {
            return socket.getLocalAddress();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return socket.supportedOptions();
        }

        @Override
        public boolean reusePort() throws IOException {
            return socket.getOption(StandardSocketOptions.SO_REUSEPORT);
        }

        @Override
        public void reusePort(boolean on) throws IOException {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, on);
        }
    }
}
