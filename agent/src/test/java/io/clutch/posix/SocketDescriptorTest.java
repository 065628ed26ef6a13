package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.testing.TestPosix;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;

/** Every kind of socket that the JDK has, and some that it has not. */
class SocketDescriptorTest {

    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Posix posix = TestPosix.get();

    @Test
    void serverSockets() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(ANY);
            assertIsBoundTo(socket, socket.getLocalSocketAddress());
        }
        try (var socket = SSLServerSocketFactory.getDefault().createServerSocket()) {
            socket.bind(ANY);
            assertIsBoundTo(socket, socket.getLocalSocketAddress());
        }
        try (var socket = new ServerSocket() {}) {
            socket.bind(ANY);
            assertIsBoundTo(socket, socket.getLocalSocketAddress());
        }
    }

    @Test
    void channelsThatListen() throws IOException {
        try (var channel = ServerSocketChannel.open().bind(ANY)) {
            assertIsBoundTo(channel, channel.getLocalAddress());
            assertThat(posix.descriptorOf(channel.socket())).isEqualTo(posix.descriptorOf(channel));
        }
        try (var channel = AsynchronousServerSocketChannel.open().bind(ANY)) {
            assertIsBoundTo(channel, channel.getLocalAddress());
        }
        try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertHasOne(channel);
        }
    }

    @Test
    void anOpenedChannelHasADescriptorBeforeItIsBound() throws IOException {
        try (var channel = ServerSocketChannel.open();
                var asynchronous = AsynchronousServerSocketChannel.open()) {
            assertHasOne(channel);
            assertHasOne(asynchronous);
        }
    }

    @Test
    void connections() throws IOException {
        try (var server = ServerSocketChannel.open().bind(ANY);
                var client = new Socket(ANY.getAddress(), server.socket().getLocalPort());
                var accepted = server.accept();
                var channel = SocketChannel.open(server.getLocalAddress())) {
            assertIsBoundTo(client, client.getLocalSocketAddress());
            assertIsBoundTo(accepted, accepted.getLocalAddress());
            assertIsBoundTo(channel, channel.getLocalAddress());
            assertIsBoundTo(channel.socket(), channel.getLocalAddress());
        }
        try (var unix = SocketChannel.open(StandardProtocolFamily.UNIX);
                var asynchronous = AsynchronousSocketChannel.open();
                var datagrams = DatagramChannel.open()) {
            assertHasOne(unix);
            assertHasOne(asynchronous);
            assertHasOne(datagrams);
        }
    }

    @Test
    void whatIsClosedHasNone() throws IOException {
        for (Closeable closed :
                new Closeable[] {
                    new ServerSocket(),
                    new Socket(),
                    ServerSocketChannel.open(),
                    AsynchronousServerSocketChannel.open(),
                    SocketChannel.open(),
                    ServerSocketChannel.open().socket()
                }) {
            closed.close();
            assertThatThrownBy(() -> posix.descriptorOf(closed))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("no descriptor: the ")
                    .hasMessageEndingWith(" is closed");
        }
    }

    @Test
    void whatIsNotTheJdksOwnHasNone() throws IOException {
        var foreignChannel = new ForeignServerChannel(SelectorProvider.provider());
        assertThatThrownBy(() -> posix.descriptorOf(foreignChannel))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("is not the JDK's own");
        foreignChannel.close();
        Channel onlyAChannel =
                new Channel() {
                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public void close() {}
                };
        assertThatThrownBy(() -> posix.descriptorOf(onlyAChannel)).isInstanceOf(IOException.class);
        try (var socket = new ServerSocket(new ForeignImpl()) {}) {
            assertThatThrownBy(() -> posix.descriptorOf(socket))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is not open");
        }
        try (var socket = new DatagramSocket(0, ANY.getAddress())) {
            assertThatThrownBy(() -> posix.descriptorOf(socket))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is neither a socket nor a channel");
        }
        assertThatThrownBy(() -> posix.descriptorOf("text")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> posix.descriptorOf(null)).isInstanceOf(NullPointerException.class);
    }

    private void assertIsBoundTo(Object socket, SocketAddress address) throws IOException {
        int fd = posix.descriptorOf(socket);
        assertThat(SocketAddresses.decode(posix.localAddress(fd))).isEqualTo(address);
    }

    private void assertHasOne(Object socket) throws IOException {
        assertThat(ProcFs.system().link(posix.descriptorOf(socket)).orElseThrow())
                .startsWith("socket:");
    }

    /** An implementation that has no descriptor, as of sockets that are something else. */
    private static final class ForeignImpl extends java.net.SocketImpl {

        @Override
        protected void create(boolean stream) {}

        @Override
        protected void connect(String host, int port) {}

        @Override
        protected void connect(InetAddress address, int port) {}

        @Override
        protected void connect(SocketAddress address, int timeout) {}

        @Override
        protected void bind(InetAddress host, int port) {}

        @Override
        protected void listen(int backlog) {}

        @Override
        protected void accept(java.net.SocketImpl other) {}

        @Override
        protected java.io.InputStream getInputStream() {
            return java.io.InputStream.nullInputStream();
        }

        @Override
        protected java.io.OutputStream getOutputStream() {
            return java.io.OutputStream.nullOutputStream();
        }

        @Override
        protected int available() {
            return 0;
        }

        @Override
        protected void close() {}

        @Override
        protected void sendUrgentData(int data) {}

        @Override
        public void setOption(int option, Object value) {}

        @Override
        public Object getOption(int option) {
            return 0;
        }
    }

    /** A channel of somebody else's. */
    private static final class ForeignServerChannel extends ServerSocketChannel {

        ForeignServerChannel(SelectorProvider provider) {
            super(provider);
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) {
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            return null;
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public ServerSocket socket() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketChannel accept() {
            return null;
        }

        @Override
        public SocketAddress getLocalAddress() {
            return null;
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }
}
