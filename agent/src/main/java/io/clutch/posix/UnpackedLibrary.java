package io.clutch.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** The native library in a file, from which it has been loaded. */
public final class UnpackedLibrary {

    private final Posix posix;
    private final Path file;
    private final byte[] bytes;

    UnpackedLibrary(Posix posix, Path file, byte[] bytes) {
        this.posix = posix;
        this.file = file;
        this.bytes = bytes;
    }

    /** Returns what the library does. */
    public Posix posix() {
        return posix;
    }

    /** Returns the file; absolute. */
    public Path file() {
        return file;
    }

    /**
     * Writes the file again if something removed or changed it, as cleaners of temporary
     * directories do.
     *
     * @throws IOException if that does not work
     */
    public void ensurePresent() throws IOException {
        if (!isPresent()) {
            write(bytes, file);
        }
    }

    private boolean isPresent() {
        try {
            return Files.size(file) == bytes.length
                    && Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a library as a new file, in one step. A process that has loaded the file that was
     * there before goes on with that one.
     */
    static void write(byte[] bytes, Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        draft,
                        Set.of(CREATE_NEW, WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        Files.move(draft, file, ATOMIC_MOVE);
    }
}
