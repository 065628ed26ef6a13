package io.clutch.it.apps;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Connects to a Unix domain socket, says a line, and prints what comes back. */
public final class UnixClient {

    private UnixClient() {}

    /** Prints {@code refused} if it cannot connect. */
    public static void main(String... arguments) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]));
        } catch (IOException e) {
            System.out.println("refused: " + e.getMessage());
            return;
        }
        System.out.println("connected");
        try (channel) {
            channel.write(ByteBuffer.wrap((arguments[1] + "\n").getBytes(StandardCharsets.UTF_8)));
            var answer = ByteBuffer.allocate(4096);
            var read = channel.read(answer);
            System.out.println(read < 0 ? "closed" : "answered");
        } catch (IOException e) {
            System.out.println("closed");
        }
    }
}
