package io.clutch.master;

import java.util.Map;

/**
 * How a process ended, in words. Statuses above 128 are signals, as {@link Process} reports them.
 */
final class ExitReason {

    /** What {@link Process} reports of a process that was sent KILL. */
    static final int KILLED = 137;

    private static final int OUT_OF_MEMORY = 3;
    private static final Map<Integer, String> SIGNALS =
            Map.ofEntries(
                    Map.entry(1, "ended by SIGHUP"),
                    Map.entry(2, "ended by SIGINT"),
                    Map.entry(3, "ended by SIGQUIT"),
                    Map.entry(4, "crashed by SIGILL"),
                    Map.entry(5, "crashed by SIGTRAP"),
                    Map.entry(6, "aborted by SIGABRT"),
                    Map.entry(7, "crashed by SIGBUS"),
                    Map.entry(8, "crashed by SIGFPE"),
                    Map.entry(9, "killed by SIGKILL"),
                    Map.entry(11, "crashed by SIGSEGV"),
                    Map.entry(13, "ended by SIGPIPE"),
                    Map.entry(14, "ended by SIGALRM"),
                    Map.entry(15, "ended by SIGTERM"),
                    Map.entry(24, "ended by SIGXCPU (its CPU limit)"),
                    Map.entry(25, "ended by SIGXFSZ (its file size limit)"),
                    Map.entry(31, "ended by SIGSYS (a forbidden system call)"));

    private final boolean exitsOnOutOfMemory;

    /**
     * Prepares for the processes of one command line.
     *
     * @param exitsOnOutOfMemory whether it holds {@code -XX:+ExitOnOutOfMemoryError}
     */
    ExitReason(boolean exitsOnOutOfMemory) {
        this.exitsOnOutOfMemory = exitsOnOutOfMemory;
    }

    /**
     * Returns the words for a status.
     *
     * @param oomKiller whether the kernel's out-of-memory killer was active around that time
     */
    String text(int status, boolean oomKiller) {
        if (status == OUT_OF_MEMORY && exitsOnOutOfMemory) {
            return "exit status 3, which under -XX:+ExitOnOutOfMemoryError means: out of memory";
        }
        var signal = SIGNALS.get(status - 128);
        if (signal == null) {
            return "exit status " + status;
        }
        var text = "%s (status %d)".formatted(signal, status);
        if (status == KILLED && oomKiller) {
            return text + ", the kernel's out-of-memory killer was active";
        }
        return status == 134 ? text + ": the JVM crashed, or its own abort was asked for" : text;
    }
}
