package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerCheckTest {

    @Test
    void ownProcessMayTalk(@TempDir Path directory) throws IOException {
        assertThat(refusal(directory, directory)).isNull();
    }

    @Test
    void processOfAnotherUserThanTheOwnerMayNot(@TempDir Path directory) throws IOException {
        var others = Files.createFile(directory.resolve("others"));
        try {
            var nobody =
                    others.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody");
            Files.setOwner(others, nobody);
        } catch (IOException e) {
            assumeThat(e).as("only root can give a file away").isNull();
        }

        assertThat(refusal(others, directory))
                .isEqualTo("user %s connected, only nobody may", Files.getOwner(directory));
    }

    private static String refusal(Path owned, Path directory) throws IOException {
        var path = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
                var here = SocketChannel.open(path);
                var there = server.accept()) {
            assertThat(here.isConnected()).isTrue();
            return PeerCheck.ownerOf(owned).refusal(there);
        }
    }
}
