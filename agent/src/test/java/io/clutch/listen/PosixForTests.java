package io.clutch.listen;

import io.clutch.posix.NativeLibrary;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;

final class PosixForTests {
    private static Posix posix;

    static synchronized Posix get() {
        try {
            if (posix == null)
                posix =
                        NativeLibrary.find()
                                .unpack(Files.createTempDirectory("clutch"), null)
                                .posix();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return posix;
    }
}
