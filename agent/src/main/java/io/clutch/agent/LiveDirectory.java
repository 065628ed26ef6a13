package io.clutch.agent;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A directory of a master that has no sockets in it. A lock on a file in it tells, also to masters
 * in other containers that share the file system, that its master lives.
 */
final class LiveDirectory implements AutoCloseable {

    private static final String LOCK = "alive";

    private final Path path;
    private final FileChannel lock;

    private LiveDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes one.
     *
     * @param own as {@link OwnDirectory#at} says
     */
    static LiveDirectory make(Path own, long uid, ProcFs proc) throws IOException {
        OwnDirectory.make(own, uid, proc);
        FileChannel lock = null;
        try {
            lock = FileChannel.open(own.resolve(LOCK), CREATE, WRITE);
            // A file system without locks is not worth refusing: then only the age tells.
            lock.tryLock();
        } catch (IOException e) {
            if (lock == null) {
                OwnDirectory.remove(own);
                throw e;
            }
        }
        return new LiveDirectory(own, lock);
    }

    /**
     * Takes over the directory that this process has made before it executed another JVM, which
     * released the lock: for that moment its age tells that it is alive.
     */
    static LiveDirectory adopt(Path own) throws IOException {
        FileChannel lock = FileChannel.open(own.resolve(LOCK), CREATE, WRITE);
        try {
            lock.tryLock();
        } catch (IOException e) {
            // As above: only the age tells.
        }
        return new LiveDirectory(own, lock);
    }

    /** Returns whether that is a directory whose master holds its lock. */
    static boolean isHeld(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes it. */
    @Override
    public void close() {
        OwnDirectory.remove(path);
        try {
            lock.close();
        } catch (IOException e) {
            // The process is about to end, and the lock with it.
        }
    }
}
