package io.clutch.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.slf4j.LoggerFactory;

/**
 * A listening Unix-domain socket and the file by which it is found.
 *
 * @param channel the socket, non-blocking
 * @param path the file
 * @param key the file's identity, by which it can be told from another one of the same name
 * @param owner the user whose directory it is in
 */
record SocketFile(ServerSocketChannel channel, Path path, Object key, UserPrincipal owner)
        implements AutoCloseable {

    /** So that a whole cluster may start at once. */
    private static final int BACKLOG = 256;

    /**
     * Listens at a path. A file that a dead process left there is replaced.
     *
     * @throws LinkException if a living process listens there
     * @throws IOException if it does not work for another reason
     */
    static SocketFile bind(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (answers(path)) {
                throw new LinkException(
                        "another process listens at %s: give this master another directory (option dir)"
                                .formatted(path));
            }
            Files.delete(path);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            // Between the two calls the umask alone decides, but nobody else can enter the
            // directory, which is 0700.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            channel.configureBlocking(false);
            return new SocketFile(channel, path, identity(path), Files.getOwner(directory(path)));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Returns whether the file is still there and still this one: those who clean temporary
     * directories remove sockets.
     */
    boolean present() {
        try {
            return key.equals(identity(path));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Listens at the same path again after the file was removed, be it alone or with its directory.
     *
     * @throws IOException if that does not work, or the directory is not the same user's alone:
     *     where a cleaner removed it, somebody else may have made one of that name
     */
    SocketFile again() throws IOException {
        PrivateDirectory.again(directory(path), owner);
        return bind(path);
    }

    /** Closes the socket, and removes the file if it is still this one. */
    @Override
    public void close() {
        try {
            if (present()) {
                Files.deleteIfExists(path);
            }
            channel.close();
        } catch (IOException e) {
            LoggerFactory.getLogger("clutch").debug("closing {}: {}", path, e.toString());
        }
    }

    private static Path directory(Path path) {
        return path.toAbsolutePath().getParent();
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static boolean answers(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(
                    false); // a full backlog shall not hold us up; it is an answer, too
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
