package io.clutch.options;

import static org.slf4j.simple.SimpleLogger.CACHE_OUTPUT_STREAM_STRING_KEY;
import static org.slf4j.simple.SimpleLogger.DEFAULT_LOG_LEVEL_KEY;
import static org.slf4j.simple.SimpleLogger.LEVEL_IN_BRACKETS_KEY;
import static org.slf4j.simple.SimpleLogger.LOG_FILE_KEY;
import static org.slf4j.simple.SimpleLogger.LOG_KEY_PREFIX;
import static org.slf4j.simple.SimpleLogger.SHOW_DATE_TIME_KEY;
import static org.slf4j.simple.SimpleLogger.SHOW_LOG_NAME_KEY;
import static org.slf4j.simple.SimpleLogger.SHOW_SHORT_LOG_NAME_KEY;
import static org.slf4j.simple.SimpleLogger.SHOW_THREAD_ID_KEY;
import static org.slf4j.simple.SimpleLogger.SHOW_THREAD_NAME_KEY;
import static org.slf4j.simple.SimpleLogger.WARN_LEVEL_STRING_KEY;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.slf4j.LoggerFactory;

/**
 * The agent's own log: slf4j-simple, on the standard error that the process was started with, in
 * lines such as {@code 2026-11-23 12:00:01.123 INFO clutch - text}.
 *
 * <p>The keys of slf4j-simple are compile-time constants of {@code SimpleLogger}, so the compiler
 * copies them into this class, where the shade plugin relocates them together with slf4j. An
 * application's {@code -Dorg.slf4j.simpleLogger…} or {@code simplelogger.properties} therefore says
 * nothing to the agent's log, and the agent's settings nothing to the application's.
 */
public final class Logging {

    /** The name of the one logger that the agent has. */
    public static final String LOGGER = "clutch";

    /**
     * What slf4j itself listens to, under names that relocation leaves alone: the application's, so
     * not for the agent's slf4j.
     */
    private static final String[] APPLICATIONS_OWN = {
        LoggerFactory.PROVIDER_PROPERTY_KEY,
        "slf4j.detectLoggerNameMismatch",
        "slf4j.internal.verbosity",
        "slf4j.internal.report.stream"
    };

    private static final String TIME_ZONE = "user.timezone";

    private Logging() {}

    /**
     * Initialises the agent's slf4j. The first call in a JVM decides; later ones change nothing.
     *
     * <p>Until it returns, slf4j's settings are visible as system properties, and the streams and
     * the context class loader are exchanged. In a {@code premain} nobody is there to see that. In
     * a worker that has something to log only later the application runs already: what it writes
     * meanwhile reaches the original standard error, and a {@code System.setErr} of its own is
     * kept.
     *
     * @param level how much to log
     */
    public static synchronized void configure(LogLevel level) {
        var before = exchange(settings(level));
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        var applicationsErr = System.err;
        var zone = firstDefaultZone();
        var err = originalErr();
        try {
            // Where slf4j-simple looks for simplelogger.properties: the application's may be large,
            // or broken.
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            // slf4j-simple keeps the stream that System.err is now. By now a worker's may be the
            // application's.
            System.setErr(err);
            LoggerFactory.getLogger(LOGGER);
        } finally {
            if (System.err == err) {
                System.setErr(applicationsErr);
            }
            thread.setContextClassLoader(loader);
            exchange(before);
            if (zone.isPresent()) {
                forgetDefaultZone(zone.get());
            }
        }
    }

    private static Map<String, String> settings(LogLevel level) {
        var settings = new HashMap<String, String>();
        settings.put(DEFAULT_LOG_LEVEL_KEY, level.text());
        settings.put(LOG_KEY_PREFIX + LOGGER, level.text());
        settings.put(LOG_FILE_KEY, "System.err");
        settings.put(CACHE_OUTPUT_STREAM_STRING_KEY, "true");
        settings.put(SHOW_DATE_TIME_KEY, "false");
        settings.put(SHOW_THREAD_NAME_KEY, "false");
        settings.put(SHOW_THREAD_ID_KEY, "false");
        settings.put(SHOW_LOG_NAME_KEY, "true");
        settings.put(SHOW_SHORT_LOG_NAME_KEY, "false");
        settings.put(LEVEL_IN_BRACKETS_KEY, "false");
        settings.put(WARN_LEVEL_STRING_KEY, "WARN");
        for (var key : APPLICATIONS_OWN) {
            settings.put(key, null);
        }
        return settings;
    }

    /**
     * Sets system properties, those with a null value removed; returns what puts everything back.
     */
    private static Map<String, String> exchange(Map<String, String> properties) {
        var before = new HashMap<String, String>();
        for (var property : properties.entrySet()) {
            var key = property.getKey();
            var value = property.getValue();
            before.put(
                    key,
                    value == null ? System.clearProperty(key) : System.setProperty(key, value));
        }
        return before;
    }

    /** Returns the default time zone if it is this call that makes the JDK find it out. */
    private static Optional<TimeZone> firstDefaultZone() {
        // The stamps need the zone, and the JDK finds it out once and for all. But an application
        // may well begin its main with
        // System.setProperty("user.timezone", "UTC"), which has to keep its effect. Finding out
        // sets that property: so it tells.
        boolean known = !System.getProperty(TIME_ZONE, "").isEmpty();
        var zone = TimeZone.getDefault();
        return known || System.getProperty(TIME_ZONE, "").isEmpty()
                ? Optional.empty()
                : Optional.of(zone);
    }

    /**
     * Makes the JDK find out the default zone again when it is needed next, unless the application
     * has set one meanwhile.
     */
    private static void forgetDefaultZone(TimeZone zone) {
        if (zone.equals(TimeZone.getDefault())
                && zone.getID().equals(System.getProperty(TIME_ZONE))) {
            System.clearProperty(TIME_ZONE);
            TimeZone.setDefault(null);
        }
    }

    /** Returns a stream on descriptor 2, in the encoding that the JVM uses there. */
    private static PrintStream originalErr() {
        // The first two from JDK 19 on, and where a terminal is; then as JDK 17 and 18 do it.
        var charset = Charset.defaultCharset();
        for (var property : List.of("stderr.encoding", "sun.stderr.encoding", "native.encoding")) {
            var name = System.getProperty(property);
            if (isCharset(name)) {
                charset = Charset.forName(name);
                break;
            }
        }
        return new StampedStream(
                new FileOutputStream(FileDescriptor.err), charset, TimeZone.getDefault());
    }

    private static boolean isCharset(String name) {
        try {
            return name != null && Charset.isSupported(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
