package io.clutch.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the {@code /proc} file system tells about this process.
 *
 * <p>Nothing is cached. A method that returns an {@link Optional} or a collection returns an empty
 * one where {@code /proc} is absent, hidden or unreadable; the others throw {@link IOException}
 * then.
 */
public final class ProcFs {

    private static final int TCP_FIELD_LOCAL_ADDRESS = 1;
    private static final int TCP_FIELD_STATE = 3;
    private static final int TCP_FIELD_INODE = 9;
    private static final String TCP_LISTEN = "0A";

    private final Path root;

    /**
     * Creates a view.
     *
     * @param root where the file system is mounted, {@code /proc} except in tests
     */
    public ProcFs(Path root) {
        this.root = root;
    }

    /** Returns the view of the real {@code /proc}. */
    public static ProcFs system() {
        return new ProcFs(Path.of("/proc"));
    }

    /**
     * Returns this process's command line, byte for byte, {@code argv[0]} first.
     *
     * @throws IOException if it cannot be read or is empty
     */
    public List<byte[]> commandLine() throws IOException {
        return strings(self("cmdline"));
    }

    /**
     * Returns the environment that this process's program was given, byte for byte.
     *
     * @throws IOException if it cannot be read or is empty
     */
    public List<byte[]> environment() throws IOException {
        return strings(self("environ"));
    }

    private static List<byte[]> strings(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw new IOException(file + " is empty");
        }
        List<byte[]> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            strings.add(Arrays.copyOfRange(bytes, start, bytes.length));
        }
        return strings;
    }

    /**
     * Returns the file that this process executes; it ends with {@code " (deleted)"} when that is
     * gone.
     */
    public Optional<Path> executable() {
        return readLink(self("exe"));
    }

    /** Returns the parent's process id; 0 if the parent is outside this process's namespace. */
    public long parentPid() throws IOException {
        return stat().parentPid();
    }

    /**
     * Returns the id of this process. The JDK tells it, too, but starts a pool of threads and waits
     * for children with it.
     */
    public static long ownPid() {
        try {
            return Long.parseLong(
                    Files.readSymbolicLink(Path.of("/proc/self")).getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return ProcessHandle.current().pid();
        }
    }

    /** Returns whether a process with that id exists, as far as this process can see. */
    public boolean exists(long pid) {
        return Files.exists(root.resolve(Long.toString(pid)));
    }

    /** Returns the effective user id of this process. */
    public long uid() throws IOException {
        String[] ids = statusField("Uid").split("\\s+");
        try {
            return Long.parseLong(ids[1]);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("no user id in " + self("status"), e);
        }
    }

    /**
     * Returns what the descriptor refers to, as in {@code /dev/null}, {@code pipe:[4711]}, {@code
     * socket:[4712]}.
     */
    public Optional<String> link(int descriptor) {
        return readLink(self("fd").resolve(Integer.toString(descriptor))).map(Path::toString);
    }

    /** Returns the name of the network namespace, as in {@code net:[4026531833]}. */
    public Optional<String> networkNamespace() {
        return readLink(self("ns").resolve("net")).map(Path::toString);
    }

    /** Returns the TCP ports on which sockets of this process listen, in ascending order. */
    public SortedSet<Integer> listeningPorts() {
        SortedSet<Integer> ports = new TreeSet<>();
        SortedSet<String> inodes = socketInodes();
        // The tables list every socket of the network namespace, so they are read only if there is
        // something to look for.
        if (!inodes.isEmpty()) {
            for (String table : List.of("tcp", "tcp6")) {
                addListeningPorts(self("net").resolve(table), inodes, ports);
            }
        }
        return ports;
    }

    private SortedSet<String> socketInodes() {
        SortedSet<String> inodes = new TreeSet<>();
        try (var descriptors = Files.newDirectoryStream(self("fd"))) {
            for (Path descriptor : descriptors) {
                String target = readLink(descriptor).map(Path::toString).orElse("");
                if (target.startsWith("socket:[") && target.endsWith("]")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException | RuntimeException e) {
            return new TreeSet<>();
        }
        return inodes;
    }

    private static void addListeningPorts(
            Path table, SortedSet<String> inodes, SortedSet<Integer> ports) {
        try (var lines = Files.lines(table, ISO_8859_1)) {
            lines.skip(1)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > TCP_FIELD_INODE)
                    .filter(fields -> fields[TCP_FIELD_STATE].equals(TCP_LISTEN))
                    .filter(fields -> inodes.contains(fields[TCP_FIELD_INODE]))
                    .map(fields -> fields[TCP_FIELD_LOCAL_ADDRESS])
                    .map(address -> address.substring(address.lastIndexOf(':') + 1))
                    .forEach(port -> ports.add(Integer.parseInt(port, 16)));
        } catch (IOException | RuntimeException e) {
            // No IPv6, or a table in a form that is not understood: its sockets are not known,
            // which is what empty means.
        }
    }

    /**
     * Returns whether this process catches the signal with that number; {@code false} if that is
     * not known.
     */
    boolean catches(int signal) {
        try {
            return (Long.parseUnsignedLong(statusField("SigCgt"), 16) >>> (signal - 1) & 1) == 1;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /**
     * Returns the signals that were blocked when this process began to execute its program: its
     * first thread, in which no Java runs, has left them so.
     */
    public SignalSet blockedAtStart() throws IOException {
        String pid = Long.toString(ownPid());
        return signals("SigBlk", self("task").resolve(pid).resolve("status"));
    }

    /** Returns the signals that this process ignores. */
    public SignalSet ignored() throws IOException {
        return signals("SigIgn", self("status"));
    }

    private static SignalSet signals(String field, Path file) throws IOException {
        try {
            return new SignalSet(Long.parseUnsignedLong(field(field, file), 16));
        } catch (NumberFormatException e) {
            throw new IOException("no signals in " + field + " of " + file, e);
        }
    }

    private String statusField(String name) throws IOException {
        return field(name, self("status"));
    }

    private static String field(String name, Path file) throws IOException {
        for (String line : Files.readAllLines(file, ISO_8859_1)) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        throw new IOException("no " + name + " in " + file);
    }

    ProcessStat stat() throws IOException {
        return ProcessStat.parse(Files.readString(self("stat"), ISO_8859_1));
    }

    private Path self(String name) {
        return root.resolve("self").resolve(name);
    }

    private static Optional<Path> readLink(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
