package io.clutch.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the masters of a user may be: the kernel's table of Unix-domain sockets and the directories
 * that masters use by themselves.
 *
 * <p>The table alone would do, were it always readable; the directories alone would not, as the
 * option {@code dir} and the master's temp directory are unknown here.
 */
final class Masters {

    private final long uid;
    private final Optional<Path> table;
    private final List<Path> bases;

    /**
     * Looks in the given places.
     *
     * @param table {@code /proc/net/unix} or empty to do without
     * @param bases the directories that may hold the user's directory, {@code clutch-<uid>}
     */
    Masters(long uid, Optional<Path> table, List<Path> bases) {
        this.uid = uid;
        this.table = table;
        this.bases = List.copyOf(bases);
    }

    /** Looks in one directory and nowhere else. */
    static Masters in(Path base) {
        return new Masters(Uid.own(), Optional.empty(), List.of(base.toAbsolutePath().normalize()));
    }

    /**
     * Looks wherever a master of this user puts its control directory by itself, or by this
     * environment's settings.
     */
    static Masters ofThisUser() {
        long uid = Uid.own();
        List<Path> bases =
                Stream.of(
                                System.getProperty("clutch.dir"),
                                System.getenv("CLUTCH_DIR"),
                                System.getProperty("java.io.tmpdir"),
                                "/tmp",
                                "/dev/shm",
                                "/var/tmp",
                                "/run/user/" + uid)
                        .filter(base -> base != null && !base.isEmpty())
                        .map(base -> Path.of(base).toAbsolutePath().normalize())
                        .distinct()
                        .toList();
        return new Masters(uid, Optional.of(Path.of("/proc/net/unix")), bases);
    }

    long uid() {
        return uid;
    }

    /**
     * Returns the control sockets that exist, by pid; whether somebody listens there is not known
     * yet.
     */
    List<ControlSocket> sockets() {
        Set<ControlSocket> found = new LinkedHashSet<>();
        table.ifPresent(path -> found.addAll(listening(path)));
        bases.forEach(base -> found.addAll(under(base)));
        // The same socket by two ways, /tmp being a link for instance, is one master.
        Map<Object, ControlSocket> distinct = new LinkedHashMap<>();
        for (ControlSocket socket : found) {
            if (belongsToUser(socket)) {
                distinct.putIfAbsent(fileKey(socket.path()), socket);
            }
        }
        return distinct.values().stream()
                .sorted(Comparator.comparingLong(ControlSocket::pid))
                .toList();
    }

    /** Returns the places where masters were looked for, for an error message. */
    String places() {
        return Stream.concat(table.stream(), bases.stream())
                .map(Path::toString)
                .collect(Collectors.joining(", "));
    }

    private List<ControlSocket> listening(Path path) {
        try {
            return ListeningSockets.controlSockets(Files.readAllBytes(path), uid);
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<ControlSocket> under(Path base) {
        List<ControlSocket> sockets = new ArrayList<>();
        try (DirectoryStream<Path> masters =
                Files.newDirectoryStream(base.resolve(ControlSocket.directoryOf(uid)))) {
            for (Path master : masters) {
                Path socket = master.resolve(ControlSocket.NAME);
                ControlSocket.of(socket, uid)
                        .filter(candidate -> Files.exists(socket))
                        .ifPresent(sockets::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It does not exist, or is not ours to read: no master of this user there.
            return sockets;
        }
        return sockets;
    }

    // Anybody may create a directory clutch-<uid>; only what the user owns itself is trusted to be
    // the user's master.
    private boolean belongsToUser(ControlSocket socket) {
        try {
            Path control = socket.path().getParent();
            return Uid.of(control.getParent()) == uid
                    && Uid.of(control) == uid
                    && Uid.of(socket.path()) == uid;
        } catch (IOException e) {
            return false;
        }
    }

    private static Object fileKey(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (IOException e) {
            return path;
        }
    }
}
