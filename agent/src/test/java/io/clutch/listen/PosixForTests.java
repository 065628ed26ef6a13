package io.clutch.listen;

import io.clutch.posix.NativeLibrary;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The system calls, for whichever test of this JVM wants them. */
final class PosixForTests {

    private static final Posix POSIX = load();

    private PosixForTests() {}

    static Posix get() {
        return POSIX;
    }

    private static Posix load() {
        try {
            var directory = Files.createTempDirectory("clutch-test");
            try {
                var library = NativeLibrary.find().unpack(directory, null);
                // Once it is loaded the file is not needed.
                Files.delete(library.file());
                return library.posix();
            } finally {
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
