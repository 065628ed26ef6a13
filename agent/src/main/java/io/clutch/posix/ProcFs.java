package io.clutch.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code /proc}, and of {@code /sys} what belongs to it; see proc(5). */
public final class ProcFs {

    private static final String LISTEN = "0A";

    private final Path root;

    /**
     * Makes a reader.
     *
     * @param root the root directory, {@code /} but for tests
     */
    public ProcFs(Path root) {
        this.root = root;
    }

    /** Returns the reader of this machine. */
    public static ProcFs ofThisMachine() {
        return new ProcFs(Path.of("/"));
    }

    /**
     * Returns the command line of this process, byte for byte, however long it is.
     *
     * @throws IOException if it cannot be read, or is empty
     */
    public List<byte[]> commandLine() throws IOException {
        var bytes = Files.readAllBytes(root.resolve("proc/self/cmdline"));
        var arguments = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                arguments.add(java.util.Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        if (arguments.isEmpty()) {
            throw new IOException("/proc/self/cmdline is empty");
        }
        return arguments;
    }

    /** Returns the program file of this process; empty if it cannot be told. */
    public Optional<Path> executable() {
        return link("proc/self/exe").map(Path::of);
    }

    /**
     * Returns where a descriptor of this process leads, such as {@code /dev/null} or {@code
     * pipe:[123]}; empty if it is closed.
     */
    public Optional<String> descriptor(int number) {
        return link("proc/self/fd/" + number);
    }

    private Optional<String> link(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(root.resolve(path)).toString());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the user id of this process; empty if it cannot be told. */
    public OptionalLong uid() {
        try {
            var uid =
                    Files.getAttribute(
                            root.resolve("proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return OptionalLong.of(((Number) uid).longValue() & 0xffffffffL);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Returns one of the fields of {@code /proc/self/stat}.
     *
     * @param number as proc(5) counts them, 3 or more
     * @return empty if it cannot be read
     */
    public OptionalLong stat(int number) {
        try {
            var text =
                    Files.readString(root.resolve("proc/self/stat"), StandardCharsets.ISO_8859_1);
            // The second field, the name, is in parentheses and may hold anything, parentheses
            // included.
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return OptionalLong.of(Long.parseLong(fields[number - 3].strip()));
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the TCP ports on which this process listens. */
    public SortedSet<Integer> listeningPorts() {
        var ports = new TreeSet<Integer>();
        var own = ownSockets();
        if (own.isEmpty()) {
            return ports;
        }
        for (var table : List.of("tcp", "tcp6")) {
            for (var line : lines("proc/self/net/" + table)) {
                var fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals(LISTEN) && own.contains(fields[9])) {
                    var address = fields[1];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private Set<String> ownSockets() {
        var inodes = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(root.resolve("proc/self/fd"))) {
            for (var descriptor : descriptors) {
                var target = link("proc/self/fd/" + descriptor.getFileName()).orElse("");
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException | RuntimeException e) {
            return Set.of();
        }
        return inodes;
    }

    /**
     * Returns how many processes the kernel's out-of-memory killer has killed so far in this
     * process's control group, or, where that is not told, on this machine; 0 if neither is.
     */
    public long oomKills() {
        for (var line : lines("proc/self/cgroup")) {
            if (line.startsWith("0::")) {
                var group = line.substring("0::".length());
                var count = counter("sys/fs/cgroup" + group + "/memory.events", "oom_kill ");
                if (count.isEmpty()) {
                    // In a container the path above is often the host's view; its own group is the
                    // mount's root.
                    count = counter("sys/fs/cgroup/memory.events", "oom_kill ");
                }
                if (count.isPresent()) {
                    return count.getAsLong();
                }
            }
        }
        var v1 = counter("sys/fs/cgroup/memory/memory.oom_control", "oom_kill ");
        return v1.isPresent() ? v1.getAsLong() : counter("proc/vmstat", "oom_kill ").orElse(0);
    }

    private OptionalLong counter(String file, String prefix) {
        for (var line : lines(file)) {
            if (line.startsWith(prefix)) {
                return OptionalLong.of(Long.parseLong(line.substring(prefix.length()).strip()));
            }
        }
        return OptionalLong.empty();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }
}
