package io.clutch.listen;

import io.clutch.posix.NativeLibrary;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;

/** The system calls of this process; also in a child JVM that has no library but these tests'. */
final class PosixForTests {

    private static Posix loaded;

    private PosixForTests() {}

    /** Returns them; without a C compiler for this machine the calling test is skipped. */
    static synchronized Posix get() {
        if (loaded == null) {
            loaded = load(library());
        }
        return loaded;
    }

    private static NativeLibrary library() {
        try {
            return NativeLibrary.find();
        } catch (IOException e) {
            Assumptions.abort(e.getMessage());
            throw new UncheckedIOException(e);
        }
    }

    private static Posix load(NativeLibrary library) {
        try {
            var directory = Files.createTempDirectory("clutch-test");
            try {
                var unpacked = library.unpack(directory, null);
                // Once it is loaded the file is not needed.
                Files.delete(unpacked.file());
                return unpacked.posix();
            } finally {
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
