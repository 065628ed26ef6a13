package io.clutch.options;

import java.util.Locale;

/** How much the agent writes to its own log. */
public enum LogLevel {
    /** Nothing. */
    OFF,
    /** What went wrong. */
    ERROR,
    /** And what is lost or suspicious. */
    WARN,
    /** And what the master decides. */
    INFO,
    /** And every option, message and bystander. */
    DEBUG,
    /** And everything else. */
    TRACE;

    /** Returns the level of the given name, as the option {@code log} writes it. */
    public static LogLevel of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Returns the name as the option {@code log} writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
