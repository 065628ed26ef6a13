package io.clutch.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of all options, checked.
 *
 * <p>A value comes from the system property {@code clutch.x}, else the environment variable {@code
 * CLUTCH_X}, else the agent arguments, else it is the default. Only the value that wins is checked,
 * so that a wrong one can be overridden from outside; a name that does not exist is wrong wherever
 * it is found, except among the environment variables: Kubernetes puts some of its own there for a
 * service named clutch.
 */
public final class Options {

    /** The marks of a worker, which look like options. */
    private static final Set<String> RESERVED = Set.of("clutch.worker", "clutch.slot");

    /** Any less is the silence that a worker may well fall into without hanging. */
    private static final Duration LEAST_HANG_TIMEOUT = Duration.ofSeconds(3);

    private final Map<Option, Setting> settings;
    private final int workers;
    private final boolean enabled;
    private final Start start;
    private final Duration grace;
    private final Optional<ReadyCheck> ready;
    private final Duration readyTimeout;
    private final int reloadParallel;
    private final Duration hangTimeout;
    private final int maxFailures;
    private final Backoff backoff;
    private final String name;
    private final LogLevel log;
    private final Optional<String> onShutdown;
    private final Optional<Path> dir;
    private final Optional<Path> nativeDir;

    private Options(Map<Option, Setting> settings, int cpus) throws OptionException {
        this.settings = settings;
        workers = Values.workers(settings.get(Option.WORKERS), cpus);
        enabled = Values.truth(settings.get(Option.ENABLED));
        start = Values.constant(settings.get(Option.START), Start.class);
        grace = Values.duration(settings.get(Option.GRACE), Duration.ZERO);
        ready = Values.readyCheck(settings.get(Option.READY));
        readyTimeout = Values.duration(settings.get(Option.READY_TIMEOUT), Duration.ofMillis(1));
        reloadParallel =
                Values.wholeNumber(settings.get(Option.RELOAD_PARALLEL), 1, Values.MOST_WORKERS);
        hangTimeout = Values.durationOrNone(settings.get(Option.HANG_TIMEOUT), LEAST_HANG_TIMEOUT);
        maxFailures = Values.wholeNumber(settings.get(Option.MAX_FAILURES), 1, 1_000_000);
        backoff = Values.backoff(settings.get(Option.BACKOFF));
        name = Values.name(settings.get(Option.NAME));
        log = Values.constant(settings.get(Option.LOG), LogLevel.class);
        onShutdown = Values.method(settings.get(Option.ON_SHUTDOWN));
        dir = Values.directory(settings.get(Option.DIR));
        nativeDir = Values.directory(settings.get(Option.NATIVE_DIR));
    }

    /**
     * Reads all options.
     *
     * @param agentArguments what follows {@code -javaagent:clutch.jar=}, once per time that the
     *     agent is named, in order; of an option that is named twice the last value holds
     * @param environment the environment variables
     * @param systemProperties the system properties
     * @param cpus how many CPUs this process may use, 1 or more
     * @throws OptionException if an option does not exist or has a value that it cannot have
     */
    public static Options parse(
            List<String> agentArguments,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            int cpus)
            throws OptionException {
        rejectUnknown(systemProperties);
        var arguments = new EnumMap<Option, String>(Option.class);
        for (var text : agentArguments) {
            arguments.putAll(AgentArguments.parse(text));
        }
        var settings = new EnumMap<Option, Setting>(Option.class);
        for (var option : Option.values()) {
            settings.put(option, setting(option, arguments, environment, systemProperties));
        }
        return new Options(settings, cpus);
    }

    private static void rejectUnknown(Map<String, String> systemProperties) throws OptionException {
        // Sorted, so that of two wrong names the same one is named every time.
        for (var property : new TreeSet<>(systemProperties.keySet())) {
            if (!property.startsWith(Option.PROPERTY_PREFIX) || RESERVED.contains(property)) {
                continue;
            }
            var key = property.substring(Option.PROPERTY_PREFIX.length());
            if (Option.of(key).isEmpty()) {
                throw OptionException.unknown(
                        key, "in the system property -D" + Quoted.plain(property));
            }
        }
    }

    private static Setting setting(
            Option option,
            Map<Option, String> arguments,
            Map<String, String> environment,
            Map<String, String> systemProperties) {
        var property = systemProperties.get(option.propertyName());
        if (property != null) {
            return new Setting(option, property.strip(), Source.SYSTEM_PROPERTY);
        }
        var variable = environment.getOrDefault(option.environmentName(), "").strip();
        if (!variable.isEmpty()) {
            return new Setting(option, variable, Source.ENVIRONMENT);
        }
        var argument = arguments.get(option);
        if (argument != null) {
            return new Setting(option, argument, Source.AGENT_ARGUMENTS);
        }
        return new Setting(option, option.defaultText(), Source.DEFAULT);
    }

    /**
     * Returns the number of workers, {@code auto} and percentages resolved; 0 if Clutch shall stay
     * out.
     */
    public int workers() {
        return workers;
    }

    /** Returns whether Clutch shall do anything at all. */
    public boolean enabled() {
        return enabled;
    }

    /** Returns in which order the first workers start. */
    public Start start() {
        return start;
    }

    /** Returns how long a worker may take to stop before it is killed; may be zero. */
    public Duration grace() {
        return grace;
    }

    /** Returns what a new worker is asked; empty if it is ready as soon as it listens. */
    public Optional<ReadyCheck> ready() {
        return ready;
    }

    /** Returns how long a new worker of a reload may take until it is ready. */
    public Duration readyTimeout() {
        return readyTimeout;
    }

    /** Returns how many workers a reload replaces at the same time, 1 or more. */
    public int reloadParallel() {
        return reloadParallel;
    }

    /** Returns how long a worker may be silent before it is replaced; zero for ever. */
    public Duration hangTimeout() {
        return hangTimeout;
    }

    /** Returns after how many failed starts in a row the master gives up, 1 or more. */
    public int maxFailures() {
        return maxFailures;
    }

    /** Returns the waits before a worker that keeps failing is started again. */
    public Backoff backoff() {
        return backoff;
    }

    /**
     * Returns what the cluster is called; empty if the name is to be derived from the command line.
     */
    public String name() {
        return name;
    }

    /** Returns how much the agent logs. */
    public LogLevel log() {
        return log;
    }

    /**
     * Returns the method to call before a worker stops, {@code Class#method}; only its syntax has
     * been checked.
     */
    public Optional<String> onShutdown() {
        return onShutdown;
    }

    /**
     * Returns the directory under which the control directory shall go; absolute, may not exist.
     */
    public Optional<Path> dir() {
        return dir;
    }

    /** Returns the directory under which the native library shall go; absolute, may not exist. */
    public Optional<Path> nativeDir() {
        return nativeDir;
    }

    /** Returns whether somebody has set the option. */
    public boolean isSet(Option option) {
        return settings.get(option).source() != Source.DEFAULT;
    }

    /** Returns every option's value as given, and who gave it, in the order of {@link Option}. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }
}
