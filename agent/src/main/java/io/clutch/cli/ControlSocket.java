package io.clutch.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a master may be listening.
 *
 * @param pid the master's process id, as the path says
 * @param path {@code <base>/clutch-<uid>/<pid>/control.sock}
 */
record ControlSocket(long pid, Path path) {

    static final String NAME = "control.sock";

    /** Returns the name of the directory that holds the control directories of a user's masters. */
    static String directoryOf(long uid) {
        return "clutch-" + uid;
    }

    /** Returns the socket if the path is that of a master of the user. */
    static Optional<ControlSocket> of(Path path, long uid) {
        int count = path.getNameCount();
        if (!path.isAbsolute()
                || count < 3
                || !path.getName(count - 1).toString().equals(NAME)
                || !path.getName(count - 3).toString().equals(directoryOf(uid))) {
            return Optional.empty();
        }
        String pid = path.getName(count - 2).toString();
        // At most nine digits: no pid is longer, and none of them overflows.
        return pid.matches("[1-9][0-9]{0,8}")
                ? Optional.of(new ControlSocket(Long.parseLong(pid), path))
                : Optional.empty();
    }
}
