package io.clutch.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many processes the kernel has killed for want of memory around this process: in its control
 * group (version 2, else version 1), or, where neither tells, on the whole machine.
 *
 * <p>Two readings around the death of a process say whether it may have been one of them.
 */
public final class OutOfMemoryKills {

    private final Path proc;
    private final Path groups;

    /**
     * Creates a counter.
     *
     * @param proc where the {@code /proc} file system is mounted
     * @param groups where the control groups are mounted
     */
    OutOfMemoryKills(Path proc, Path groups) {
        this.proc = proc;
        this.groups = groups;
    }

    /** Returns the counter of this machine. */
    public static OutOfMemoryKills system() {
        return new OutOfMemoryKills(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /** Returns the count so far, empty where nothing tells it. */
    public OptionalLong count() {
        for (Path file : files()) {
            OptionalLong count = field(file);
            if (count.isPresent()) {
                return count;
            }
        }
        return OptionalLong.empty();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String line : lines(proc.resolve("self").resolve("cgroup"))) {
            // hierarchy:controllers:path; inside a container the path may be one that exists only
            // outside, hence the mount's root
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && fields[1].isEmpty()) {
                addFiles(files, groups, fields[2], "memory.events");
                addFiles(files, groups.resolve("unified"), fields[2], "memory.events");
            } else if (fields.length == 3 && List.of(fields[1].split(",")).contains("memory")) {
                addFiles(files, groups.resolve("memory"), fields[2], "memory.oom_control");
            }
        }
        files.add(proc.resolve("vmstat"));
        return files;
    }

    private static void addFiles(List<Path> files, Path mount, String group, String name) {
        files.add(mount.resolve("." + group).normalize().resolve(name));
        files.add(mount.resolve(name));
    }

    private static OptionalLong field(Path file) {
        for (String line : lines(file)) {
            if (line.startsWith("oom_kill ")) {
                try {
                    return OptionalLong.of(
                            Long.parseLong(line.substring("oom_kill ".length()).trim()));
                } catch (NumberFormatException e) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, ISO_8859_1);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }
}
