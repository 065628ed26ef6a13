package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTest {
    @TempDir private Path directory;

    @Test
    void smoke() throws Exception {
        Posix posix = NativeLibrary.find().unpack(directory, ByteBuddyAgent.install()).posix();
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int fd = posix.descriptorOf(socket);
            assertThat(posix.descriptors()).contains(fd);
            InetSocketAddress local =
                    (InetSocketAddress) SocketAddresses.decode(posix.localAddress(fd));
            assertThat(local.getPort()).isEqualTo(socket.getLocalPort());
            assertThat(posix.tcpInfo(fd).state()).isEqualTo(TcpInfo.LISTEN);
            assertThat(posix.tcpInfo(fd).sacked()).isEqualTo(5);
        }
    }
}
