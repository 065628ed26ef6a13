package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what Linux tells of processes. Texts are decoded as ISO-8859-1, so that every byte of a
 * command line is a character of its own and nothing gets lost in a decoder.
 */
final class ProcFile {

    private static final Path PROC = Path.of("/proc");

    private ProcFile() {}

    /** The ids of all processes. */
    static List<Long> pids() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arguments of a process, the program's name first; empty if it has ended. */
    static List<String> arguments(long pid) {
        return strings(pid, "cmdline");
    }

    /** The environment of a process at its start, as {@code NAME=value}; empty if it has ended. */
    static List<String> environment(long pid) {
        return strings(pid, "environ");
    }

    /** The parent's id, if the process exists. */
    static Optional<Long> parent(long pid) {
        return statusLine(pid, "PPid:").map(Long::valueOf);
    }

    /** Whether the process exists and runs: one that is dead, but not yet reaped, does not. */
    static boolean isAlive(long pid) {
        var state = statusLine(pid, "State:");
        return state.isPresent() && (!state.get().matches("[ZX].*") || threads(pid) > 1);
    }

    /** The first thread of a process that is killed may be dead before the last. */
    private static long threads(long pid) {
        try (Stream<Path> tasks = Files.list(PROC.resolve(Long.toString(pid)).resolve("task"))) {
            return tasks.count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static Optional<String> statusLine(long pid, String key) {
        try (Stream<String> lines =
                Files.readString(
                                PROC.resolve(Long.toString(pid)).resolve("status"),
                                StandardCharsets.ISO_8859_1)
                        .lines()) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            // It has ended between two looks.
            return Optional.empty();
        }
    }

    /** Where a link leads to, if it is (still) there. */
    static Optional<String> link(Path file) {
        try {
            return Optional.of(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> strings(long pid, String file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
        } catch (IOException e) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        var start = 0;
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(new String(bytes, start, i - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        return strings;
    }
}
