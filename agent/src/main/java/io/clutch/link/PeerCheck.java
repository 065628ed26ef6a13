package io.clutch.link;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

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
     */
    String refusal(SocketChannel peer) throws IOException;

    /** Returns the check that lets only the owner of a file in. */
    static PeerCheck ownerOf(Path file) throws IOException {
        var owner = Files.getOwner(file);
        return peer -> {
            var user = userOf(peer);
            return user == null || user.equals(owner)
                    ? null
                    : "user %s connected, only %s may".formatted(user.getName(), owner.getName());
        };
    }

    private static UserPrincipal userOf(SocketChannel peer) throws IOException {
        for (SocketOption<?> option : peer.supportedOptions()) {
            if (option.name().equals("SO_PEERCRED")) {
                var principal = peer.getOption(option);
                try {
                    return (UserPrincipal) principal.getClass().getMethod("user").invoke(principal);
                } catch (ReflectiveOperationException e) {
                    throw new IOException("SO_PEERCRED gave " + principal, e);
                }
            }
        }
        return null;
    }
}
