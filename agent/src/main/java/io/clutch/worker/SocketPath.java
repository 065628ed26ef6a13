package io.clutch.worker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The path of a Unix-domain socket.
 *
 * @param written what bind(2) is given
 * @param absolute the same, absolute
 */
record SocketPath(String written, String absolute) {

    /** Returns the path, {@code null} if it is none that workers can share. */
    static SocketPath of(UnixDomainSocketAddress address) throws IOException {
        var path = address.getPath();
        var absolute = path.toAbsolutePath();
        if (path.toString().isEmpty() || !isText(absolute)) {
            return null;
        }
        return new SocketPath((isWhereWeAre() ? path : absolute).toString(), absolute.toString());
    }

    /** Some names of files cannot be said as text. */
    private static boolean isText(Path path) {
        return Path.of(path.toString()).equals(path);
    }

    /**
     * Returns whether the system takes relative paths for what the JDK does; else the JDK makes
     * them absolute, which happens where somebody has set the property {@code user.dir}.
     */
    private static boolean isWhereWeAre() throws IOException {
        return Path.of("")
                .toAbsolutePath()
                .equals(Files.readSymbolicLink(Path.of("/proc/self/cwd")));
    }
}
