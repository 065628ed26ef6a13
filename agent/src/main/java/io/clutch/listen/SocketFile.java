package io.clutch.listen;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * The file by which clients find a Unix-domain listener, and a second name for it, from which the
 * first is restored: applications delete the file before they bind, and when they end.
 */
final class SocketFile {

    private final Path path;
    private final Object identity;
    private Path kept;

    /** {@code identity}: device and inode, null where the file was gone before it was looked at. */
    private SocketFile(Path path, Object identity) {
        this.path = path;
        this.identity = identity;
    }

    /**
     * Takes note of the file that a bind has just made.
     *
     * @param path absolute
     */
    static SocketFile at(Path path) {
        return new SocketFile(path, identity(path));
    }

    Path path() {
        return path;
    }

    /**
     * Gives the file a second name, the first of these that is possible; where hard links are not,
     * none.
     *
     * @param names absolute, and nobody else's
     */
    void keep(List<Path> names) {
        for (var name : names) {
            try {
                Files.deleteIfExists(name);
                Files.createLink(name, path);
            } catch (IOException | UnsupportedOperationException e) {
                // Another file system, or one without hard links; or the file has gone already.
                continue;
            }
            kept = name;
            if (isOurs(name)) {
                return;
            }
            // Somebody has put another file there since the bind.
            forget();
        }
    }

    /** Returns whether clients that come by the path reach the listener. */
    boolean isThere() {
        return isOurs(path);
    }

    /**
     * Puts the file back, if it is gone; leaves alone what somebody else has put there.
     *
     * @return whether it is there now
     */
    boolean restore() {
        if (isThere()) {
            return true;
        }
        if (kept == null || !isOurs(kept)) {
            return false;
        }
        try {
            Files.createLink(path, kept);
        } catch (FileAlreadyExistsException e) {
            return isThere();
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    /** Gives up the second name. */
    void forget() {
        if (kept == null) {
            return;
        }
        try {
            Files.deleteIfExists(kept);
        } catch (IOException e) {
            // Then it stays; nothing depends on it.
        }
        kept = null;
    }

    private boolean isOurs(Path name) {
        return identity != null && Objects.equals(identity, identity(name));
    }

    private static Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
