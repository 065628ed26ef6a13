package io.clutch.link;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Decides whether whoever connected to a Unix-domain socket may talk: only processes of the
 * socket's own user may.
 *
 * <p>The kernel names the peer's uid at connect time (SO_PEERCRED, unix(7)). The option lives in
 * the module {@code jdk.net}, which an application started with {@code -m} may not have resolved;
 * then the mode 0700 of the directory around the socket stands alone.
 */
@FunctionalInterface
public interface PeerCheck {

    /**
     * Returns why the peer is refused.
     *
     * @return null if it may talk
     * @throws IOException if the peer's user cannot be told; it may not talk then
     */
    String refusal(SocketChannel peer) throws IOException;

    /** Returns the check that lets only the owner of a file or directory in. */
    static PeerCheck ownerOf(Path file) throws IOException {
        var owner = Files.getOwner(file);
        return peer -> {
            var option = credentials(peer);
            if (option == null) {
                LoggerFactory.getLogger("clutch")
                        .debug("no module jdk.net here: the directory of {} alone guards it", file);
                return null;
            }
            var user = userOf(peer, option);
            return owner.equals(user)
                    ? null
                    : "user %s connected, only %s may".formatted(user, owner);
        };
    }

    private static SocketOption<?> credentials(SocketChannel peer) {
        for (SocketOption<?> option : peer.supportedOptions()) {
            if (option.name().equals("SO_PEERCRED")) {
                return option;
            }
        }
        return null;
    }

    private static Object userOf(SocketChannel peer, SocketOption<?> option) throws IOException {
        var principal = peer.getOption(option);
        try {
            return option.type().getMethod("user").invoke(principal);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("the user behind %s cannot be told".formatted(principal), e);
        }
    }
}
