package io.clutch.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches a process that is no child of this one until it is gone.
 *
 * <p>{@link ProcessHandle} is not enough: it takes a zombie, whose parent has not asked for its
 * status yet, for alive, and cannot tell the status.
 */
final class MasterProcess {

    // Fields of /proc/<pid>/stat after the command's name, that is, from the third on: see
    // proc_pid_stat(5).
    private static final int STATE = 0;
    private static final int START_TIME = 19;
    private static final int EXIT_CODE = 49;
    private static final long POLL_MILLIS = 20;

    private final Path stat;
    private final Optional<String> started;

    /**
     * Begins to watch.
     *
     * @param proc {@code /proc}
     */
    MasterProcess(Path proc, long pid) {
        stat = proc.resolve(Long.toString(pid)).resolve("stat");
        started = fields().map(fields -> fields[START_TIME]);
    }

    /**
     * Waits until the process is gone or its pid belongs to another.
     *
     * @return whether it is gone
     */
    boolean awaitEnd(Duration patience) {
        long start = System.nanoTime();
        while (alive()) {
            if (System.nanoTime() - start >= patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        return true;
    }

    /**
     * Returns how it ended where that can still be seen: it is a zombie, and its status is not 0 or
     * hidden.
     */
    Optional<String> ending() {
        return fields().filter(this::same)
                .map(fields -> fields[EXIT_CODE])
                .flatMap(MasterProcess::words);
    }

    private boolean alive() {
        Optional<String[]> fields = fields();
        return fields.isPresent()
                && same(fields.get())
                && !fields.get()[STATE].equals("Z")
                && !fields.get()[STATE].equals("X");
    }

    private boolean same(String[] fields) {
        return started.equals(Optional.of(fields[START_TIME]));
    }

    private Optional<String[]> fields() {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            // The name stands in parentheses and may hold spaces and parentheses itself.
            String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
            return fields.length > EXIT_CODE ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    // As waitpid(2) has it: the signal in the lower seven bits, the status in the second byte.
    private static Optional<String> words(String code) {
        int status = Integer.parseInt(code);
        if (status == 0) {
            return Optional.empty();
        }
        int signal = status & 0x7f;
        return Optional.of(
                signal != 0 ? "killed by signal " + signal : "exit status " + (status >> 8));
    }
}
