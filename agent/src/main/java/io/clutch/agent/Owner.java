package io.clutch.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whose a file is. */
final class Owner {

    private Owner() {}

    /** Returns the numeric user id; of a symbolic link, that of the link. */
    static long of(Path file) throws IOException {
        Object uid = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return Integer.toUnsignedLong((Integer) uid);
    }
}
