package io.clutch.testing;

import io.clutch.posix.NativeLibrary;
import io.clutch.posix.Posix;
import io.clutch.posix.UnpackedLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Assumptions;

/** The system calls of this process, for tests. */
public final class TestPosix {

    private static Posix loaded;

    private TestPosix() {}

    /** Returns them; without a C compiler for this machine the calling test is skipped. */
    public static synchronized Posix get() {
        if (loaded == null) {
            loaded = load(library());
        }
        return loaded;
    }

    /** Returns the library; without a C compiler for this machine the calling test is skipped. */
    public static NativeLibrary library() {
        try {
            return NativeLibrary.find();
        } catch (IOException e) {
            Assumptions.abort(e.getMessage());
            throw new UncheckedIOException(e);
        }
    }

    private static Posix load(NativeLibrary library) {
        try {
            Path directory = Files.createTempDirectory("clutch-test-posix");
            try {
                UnpackedLibrary unpacked = library.unpack(directory, ByteBuddyAgent.install());
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
