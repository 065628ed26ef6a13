package io.clutch.agent;

import io.clutch.posix.Posix;
import io.clutch.posix.ProcFs;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The directory {@code <base>/clutch-<uid>/<pid>} of one master, where its sockets are.
 *
 * <p>Both directories belong to this user and let nobody else in. The base is the first of several
 * that proves to do: not every file system has sockets, not every name is short enough for one, not
 * every temp directory can be written. Directories that masters left behind which were killed are
 * removed on the way.
 */
final class ControlDirectory implements AutoCloseable {

    /** What a socket's path may have in bytes on every system, less the terminating zero. */
    private static final int LONGEST_PATH = 103;

    private static final String LONGEST_NAME = "control.sock";

    private final Path path;
    private final List<String> refusals;

    private ControlDirectory(Path path, List<String> refusals) {
        this.path = path;
        this.refusals = List.copyOf(refusals);
    }

    /** Finds out whether sockets can be in a directory: not every file system has any. */
    interface SocketCheck {

        /** Does nothing if there can be; throws if not. */
        void check(Path directory) throws IOException;
    }

    /**
     * Makes the directory of this process.
     *
     * @param wanted the option {@code dir}
     * @throws IOException if no base does, with each of them and why not
     */
    static ControlDirectory open(Optional<Path> wanted, ProcFs proc, SocketCheck check)
            throws IOException {
        long uid = proc.uid();
        List<String> bases = new ArrayList<>();
        if (wanted.isPresent()) {
            OwnDirectory.makeWanted(wanted.get());
            bases.add(wanted.get().toString());
        }
        bases.addAll(OwnDirectory.usualBases(uid));
        return open(bases, uid, ProcFs.ownPid(), proc, check);
    }

    /** Takes over the directory that this process has made before it executed another JVM. */
    static ControlDirectory adopt(Path path, List<String> refusals) {
        return new ControlDirectory(path, refusals);
    }

    static ControlDirectory open(List<String> bases, long uid, long pid, ProcFs proc)
            throws IOException {
        return open(bases, uid, pid, proc, ControlDirectory::checkSockets);
    }

    private static ControlDirectory open(
            List<String> bases, long uid, long pid, ProcFs proc, SocketCheck check)
            throws IOException {
        List<String> refusals = new ArrayList<>();
        for (String base : new LinkedHashSet<>(bases)) {
            try {
                Path path = create(base, uid, pid, proc, check);
                return new ControlDirectory(path, refusals);
            } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
                refusals.add(base + " (" + OwnDirectory.reason(e) + ")");
            }
        }
        throw new IOException(
                "no directory for the master's sockets: "
                        + String.join(", ", refusals)
                        + "; name one with the option dir");
    }

    private static Path create(String base, long uid, long pid, ProcFs proc, SocketCheck check)
            throws IOException {
        Path own = OwnDirectory.at(Path.of(base), uid, pid);
        checkName(own);
        OwnDirectory.make(own, uid, proc);
        try {
            check.check(own);
        } catch (IOException | UnsupportedOperationException e) {
            Files.deleteIfExists(own);
            throw e;
        }
        return own;
    }

    private static void checkName(Path directory) throws IOException {
        String longest = directory.resolve(LONGEST_NAME).toString();
        Charset charset = Charset.defaultCharset();
        if (!charset.newEncoder().canEncode(longest)) {
            throw new IOException("cannot be named in the charset " + charset);
        }
        int bytes =
                longest.getBytes(
                                Charset.forName(
                                        System.getProperty("sun.jnu.encoding", charset.name())))
                        .length;
        if (bytes > LONGEST_PATH) {
            throw new IOException(
                    "too long a name: a socket there would have %d bytes, %d are possible"
                            .formatted(bytes, LONGEST_PATH));
        }
    }

    /** The check by Java alone, which costs a first worker some of its time. */
    static void checkSockets(Path directory) throws IOException {
        Path probe = directory.resolve("probe.sock");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(probe));
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** The same check by system calls. */
    static void checkSockets(Path directory, Posix posix) throws IOException {
        Path probe = directory.resolve("probe.sock");
        int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
        try {
            posix.bind(socket, SocketAddresses.encode(UnixDomainSocketAddress.of(probe)));
        } finally {
            posix.close(socket);
            Files.deleteIfExists(probe);
        }
    }

    /** Returns the directory; absolute. */
    Path path() {
        return path;
    }

    /** Returns the bases that were tried before in vain, each with why. */
    List<String> refusals() {
        return refusals;
    }

    /** Removes the directory, and that of all masters of this user if this was the last. */
    @Override
    public void close() {
        OwnDirectory.remove(path);
    }
}
