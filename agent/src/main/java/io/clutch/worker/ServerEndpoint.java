package io.clutch.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;

/**
 * A server socket of the JDK, of whichever kind.
 *
 * @param socket a {@link ServerSocket} or a {@link NetworkChannel} that accepts
 */
record ServerEndpoint(Object socket) {

    boolean shareable() {
        // A custom SocketImpl, or a Unix-domain channel, does not have the option.
        return socket instanceof ServerSocket s
                ? s.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)
                : channel().supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    boolean open() {
        return socket instanceof ServerSocket s ? !s.isClosed() : channel().isOpen();
    }

    boolean bound() throws IOException {
        return socket instanceof ServerSocket s ? s.isBound() : channel().getLocalAddress() != null;
    }

    void share() throws IOException {
        if (socket instanceof ServerSocket s) {
            s.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        } else {
            channel().setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    int port() throws IOException {
        return socket instanceof ServerSocket s
                ? s.getLocalPort()
                : ((InetSocketAddress) channel().getLocalAddress()).getPort();
    }

    private NetworkChannel channel() {
        return (NetworkChannel) socket;
    }
}
