package io.clutch.agent;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A directory {@code <base>/clutch-<uid>/<pid>} of one master. Both directories belong to this user
 * and let nobody else in.
 */
final class OwnDirectory {

    private static final int ATTEMPTS = 3;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private OwnDirectory() {}

    /** Returns where such a directory may go if nobody says where. */
    static List<String> usualBases(long uid) {
        return List.of(
                System.getProperty("java.io.tmpdir", "/tmp"),
                "/tmp",
                "/dev/shm",
                "/var/tmp",
                "/run/user/" + uid);
    }

    /** Returns the directory's name; absolute. */
    static Path at(Path base, long uid, long pid) {
        return base.toAbsolutePath().resolve("clutch-" + uid).resolve(Long.toString(pid));
    }

    /** Makes the base that the user has named, if that is possible. */
    static void makeWanted(Path base) {
        try {
            Files.createDirectories(base);
        } catch (IOException e) {
            // Trying to use it says why not.
        }
    }

    /**
     * Makes the directory, and removes on the way those that masters left behind which were killed.
     *
     * @param own as {@link #at} says
     */
    static void make(Path own, long uid, ProcFs proc) throws IOException {
        Path users = own.getParent();
        for (int attempt = 1; ; attempt++) {
            try {
                ensureOwn(users, uid);
                new LeftBehind(users, proc).clear();
                if (Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(own + " belongs to a master in another container");
                }
                ensureOwn(own, uid);
                return;
            } catch (NoSuchFileException e) {
                // The last master of this user ended between the two steps, and took the upper
                // directory with it.
                if (attempt == ATTEMPTS || !Files.isDirectory(users.getParent())) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes the directory, unless it exists, and sees to it that nobody but this user can do
     * anything in it.
     */
    private static void ensureOwn(Path directory, long uid) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(directory + " is not a directory", e);
            }
        }
        // The owner first: somebody else's directory must not be trusted, whatever its mode is at
        // this moment.
        long owner = Owner.of(directory);
        if (owner != uid) {
            throw new IOException("%s belongs to user %d".formatted(directory, owner));
        }
        // A mask may have taken from the mode, and a directory that was there may have more.
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
    }

    /** Removes the directory, and that of all masters of this user if this was the last. */
    static void remove(Path own) {
        LeftBehind.remove(own);
        LeftBehind.removeIfEmpty(own.getParent());
    }

    /** Returns why a directory cannot be used, for people. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return e.getMessage();
    }
}
