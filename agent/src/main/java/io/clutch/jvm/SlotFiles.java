package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the options of a slot go that are too long for a command line, or have to be in a file. */
interface SlotFiles {

    /**
     * Writes a file.
     *
     * @param name tells it from the others of this slot
     * @param content one character for each byte
     * @return its absolute name, one character for each byte
     * @throws UncheckedIOException if that does not work
     */
    String write(String name, String content);

    /** Returns files in that directory, which is this user's alone. */
    static SlotFiles in(Path directory, int slot) {
        return (name, content) -> {
            Path file = directory.resolve("slot-" + slot + "-" + name);
            try {
                Path fresh = file.resolveSibling(file.getFileName() + ".new");
                Files.write(fresh, content.getBytes(ISO_8859_1));
                // At once: the predecessor in this slot may be reading it.
                Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the options for slot %d cannot be written to %s".formatted(slot, file), e);
            }
            return new String(file.toString().getBytes(ProcessCharset.current()), ISO_8859_1);
        };
    }

    /** Returns a place where nothing can be written. */
    static SlotFiles nowhere() {
        return (name, content) -> {
            throw new UncheckedIOException(
                    new IOException("there is no directory for the options of a worker"));
        };
    }
}
