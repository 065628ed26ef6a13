package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that options name. Names and contents are texts with one character for each byte;
 * relative names are relative to the working directory.
 */
interface FileView {

    /** What there is under a name. */
    enum Kind {
        ABSENT,
        FILE,
        DIRECTORY,
        /** A device, a pipe, a socket. */
        OTHER
    }

    /**
     * Returns what is in the file.
     *
     * @throws IOException if it cannot be read
     */
    String read(String name) throws IOException;

    /** Returns what there is; {@link Kind#ABSENT} if that cannot be found out. */
    Kind kind(String name);

    /** Returns the view of the real files. */
    static FileView system() {
        return new FileView() {
            @Override
            public String read(String name) throws IOException {
                return new String(
                        Files.readAllBytes(
                                path(name)
                                        .orElseThrow(
                                                () ->
                                                        new IOException(
                                                                "its name is no text in the charset"
                                                                        + " of this locale"))),
                        ISO_8859_1);
            }

            @Override
            public Kind kind(String name) {
                Optional<Path> path = path(name);
                if (path.isEmpty() || !Files.exists(path.get())) {
                    return Kind.ABSENT;
                }
                if (Files.isDirectory(path.get())) {
                    return Kind.DIRECTORY;
                }
                return Files.isRegularFile(path.get()) ? Kind.FILE : Kind.OTHER;
            }
        };
    }

    private static Optional<Path> path(String name) {
        try {
            Charset charset = ProcessCharset.current();
            return ProcessCharset.decode(name.getBytes(ISO_8859_1), charset).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
