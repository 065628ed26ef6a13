package io.clutch.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every option that Clutch has. The README's table of options is this list. */
public enum Option {
    /** How many workers. */
    WORKERS(
            "workers",
            "auto",
            "0 to 254, auto, 1% to 1000%",
            "how many worker processes; auto is the number of CPUs that this process may use, a"
                + " percentage is of that number, rounded down, at least 1; 0 switches Clutch off"),
    /** Whether Clutch does anything at all. */
    ENABLED(
            "enabled",
            "true",
            "true, false",
            "false: the application runs as if the agent were not there"),
    /** In which order the first workers start. */
    START(
            "start",
            "first",
            "first, together",
            "first: worker 1 starts alone, the others when it listens; together: all at once"),
    /** How long a worker may take to stop. */
    GRACE(
            "grace",
            "30s",
            "0 to 24h",
            "how long a worker may take to stop; then it writes a thread dump to its standard"
                    + " output and is killed"),
    /** When a new worker is ready. */
    READY(
            "ready",
            "listen",
            "listen, http:/path, http:PORT/path",
            "when a new worker gets clients: as soon as it listens, or when GET path, asked of it"
                    + " alone, is answered with a status from 200 to 399; on PORT, or else where it"
                    + " came to listen first"),
    /** How long a worker may take to be ready. */
    READY_TIMEOUT(
            "ready-timeout",
            "60s",
            "1ms to 24h",
            "how long a new worker may take until it is ready; then a reload or scaling that waits"
                    + " for it has failed"),
    /** How many slots a reload replaces at once. */
    RELOAD_PARALLEL(
            "reload-parallel",
            "1",
            "1 to 254",
            "how many workers a reload replaces at the same time"),
    /** How long a worker may be silent before it is replaced. */
    HANG_TIMEOUT(
            "hang-timeout",
            "60s",
            "0 (never), 3s to 24h",
            "a worker whose process has not run for so long (stopped, swapped out) is killed and"
                    + " replaced; never by default if the JVM options name a debugger"),
    /** How many failures in a row end the cluster. */
    MAX_FAILURES(
            "max-failures",
            "10",
            "1 to 1000000",
            "after how many failed starts in a row, with no worker left that listens, the master"
                    + " gives up"),
    /** How long to wait before a worker that keeps failing is started again. */
    BACKOFF(
            "backoff",
            "100ms..30s",
            "1ms to 24h, two durations with .. between them",
            "the shortest and the longest wait before a worker that fails again is restarted"),
    /** What the cluster is called. */
    NAME(
            "name",
            "",
            "letters, digits, . _ - (1 to 64 of them)",
            "what the cluster is called in the log and in the status; derived from the command line"
                    + " if absent"),
    /** How much the agent logs. */
    LOG(
            "log",
            "info",
            "off, error, warn, info, debug, trace",
            "how much Clutch itself writes to standard error"),
    /** What to call when a worker is about to stop. */
    ON_SHUTDOWN(
            "on-shutdown",
            "",
            "Class#method",
            "a static method without parameters that every worker calls before it stops"),
    /** Where the control directory goes. */
    DIR(
            "dir",
            "",
            "a directory",
            "where the cluster keeps its sockets; the first of java.io.tmpdir, /tmp, /dev/shm,"
                    + " /var/tmp, /run/user/UID that works if absent"),
    /** Where the native library goes. */
    NATIVE_DIR(
            "native-dir",
            "",
            "a directory",
            "where the master puts its native library, on a file system that may have programs; the"
                    + " first that works of the directory of the sockets, those named for dir, and"
                    + " that of clutch.jar if absent");

    /** What the system properties of all options begin with. */
    static final String PROPERTY_PREFIX = "clutch.";

    private final String key;
    private final String defaultText;
    private final String allowed;
    private final String help;

    Option(String key, String defaultText, String allowed, String help) {
        this.key = key;
        this.defaultText = defaultText;
        this.allowed = allowed;
        this.help = help;
    }

    /** Returns the option of the given name, if there is one. */
    static Optional<Option> of(String key) {
        for (var option : values()) {
            if (option.key.equals(key)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** Returns the names of all options, for a message. */
    static String keys() {
        return Arrays.stream(values()).map(Option::key).collect(Collectors.joining(", "));
    }

    /** Returns the table of all options in Markdown, every line ended, as the README shows it. */
    public static String markdownTable() {
        var table =
                new StringBuilder("| option | default | values | meaning |\n|---|---|---|---|\n");
        for (var option : values()) {
            table.append("| `").append(option.key).append("` | ");
            table.append(option.defaultText.isEmpty() ? "" : "`" + option.defaultText + "` ");
            table.append("| ")
                    .append(option.allowed)
                    .append(" | ")
                    .append(option.help)
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Returns the name as it is written in the agent arguments, such as {@code max-failures}. */
    public String key() {
        return key;
    }

    /**
     * Returns the value that holds where none is given, as it would be written; empty if there is
     * none.
     */
    public String defaultText() {
        return defaultText;
    }

    /** Returns which values are allowed, in words. */
    public String allowed() {
        return allowed;
    }

    /** Returns what the option means, in one line. */
    public String help() {
        return help;
    }

    /**
     * Returns the environment variable that sets the option, such as {@code CLUTCH_MAX_FAILURES}.
     */
    public String environmentName() {
        return "CLUTCH_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns the system property that sets the option, such as {@code clutch.max-failures}. */
    public String propertyName() {
        return PROPERTY_PREFIX + key;
    }
}
