package io.clutch.master;

import java.util.Locale;

/** Lengths of time as the log writes them. */
final class Elapsed {

    private static final double SECOND = 1e9;
    private static final double MINUTE = 60 * SECOND;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private Elapsed() {}

    static String text(long nanos) {
        if (nanos < 2 * MINUTE) {
            return text(nanos / SECOND, "s");
        } else if (nanos < 2 * HOUR) {
            return text(nanos / MINUTE, "min");
        }
        return nanos < 2 * DAY ? text(nanos / HOUR, "h") : text(nanos / DAY, "days");
    }

    private static String text(double number, String unit) {
        return String.format(Locale.ROOT, "%.1f %s", number, unit);
    }
}
