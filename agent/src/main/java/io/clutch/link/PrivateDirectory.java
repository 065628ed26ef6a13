package io.clutch.link;

import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;

/** The directory that a master's sockets are in, which nobody else may enter. */
public final class PrivateDirectory {

    private PrivateDirectory() {}

    /**
     * Makes the directory again if something removed it, as cleaners of temporary directories do.
     *
     * @param owner whose it was
     * @throws IOException if that does not work, or the directory is not the same user's alone:
     *     where a cleaner removed it, somebody else may have made one of that name
     */
    public static void again(Path directory, UserPrincipal owner) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // Who owns the directory above could put another one in this one's place. In /tmp and the
        // like, root's, nobody can.
        Path above = directory.toAbsolutePath().getParent();
        if (above != null && !Files.getOwner(above).equals(owner) && !isRoots(above)) {
            throw notPrivate(above, owner);
        }
        var mode = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (!Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner)
                || !EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE).containsAll(mode)) {
            throw notPrivate(directory, owner);
        }
    }

    private static boolean isRoots(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:uid").equals(0);
    }

    private static LinkException notPrivate(Path directory, UserPrincipal owner) {
        return new LinkException(
                "%s is not a directory of %s alone: remove it, or restart the master"
                        .formatted(directory, owner));
    }
}
