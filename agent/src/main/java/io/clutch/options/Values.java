package io.clutch.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the text of a setting into its value, or says why not. */
final class Values {

    /** The most slots there can be: slot K is to be reached at 127.83.0.K. */
    static final int MOST_WORKERS = 254;

    private static final int MOST_PERCENT = 1000;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_PORT = 65_535;

    private Values() {}

    /** Reads {@code workers}: never more than there can be slots, however many CPUs there are. */
    static int workers(Setting setting, int cpus) throws OptionException {
        var text = setting.value();
        if (text.equals("auto")) {
            return Math.min(cpus, MOST_WORKERS);
        }
        if (text.endsWith("%")) {
            long percent =
                    wholeNumber(text.substring(0, text.length() - 1), setting, 1, MOST_PERCENT);
            return (int) Math.max(1, Math.min(cpus * percent / 100, MOST_WORKERS));
        }
        return wholeNumber(setting, 0, MOST_WORKERS);
    }

    /** Reads a whole number within bounds, both included. */
    static int wholeNumber(Setting setting, int least, int most) throws OptionException {
        return (int) wholeNumber(setting.value(), setting, least, most);
    }

    private static long wholeNumber(String digits, Setting setting, long least, long most)
            throws OptionException {
        // Long.parseLong would also take a sign and the digits of every script; 12 digits cannot
        // overflow.
        if (digits.isEmpty() || digits.length() > 12) {
            throw OptionException.bad(setting);
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw OptionException.bad(setting);
            }
        }
        long number = Long.parseLong(digits);
        if (number < least || number > most) {
            throw OptionException.bad(setting);
        }
        return number;
    }

    /** Reads {@code true} or {@code false}; an option that is only named is true. */
    static boolean truth(Setting setting) throws OptionException {
        return switch (setting.value()) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw OptionException.bad(setting);
        };
    }

    /** Reads a duration between the least one allowed and a day. */
    static Duration duration(Setting setting, Duration least) throws OptionException {
        return duration(setting.value(), setting, least);
    }

    private static Duration duration(String text, Setting setting, Duration least)
            throws OptionException {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        var unit =
                switch (text.substring(digits)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "", "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> throw OptionException.bad(setting);
                };
        var most = LONGEST.dividedBy(unit.getDuration());
        var duration = Duration.of(wholeNumber(text.substring(0, digits), setting, 0, most), unit);
        if (duration.compareTo(least) < 0) {
            throw OptionException.bad(setting);
        }
        return duration;
    }

    /** Reads a duration that may be zero; otherwise it is not less than the least one. */
    static Duration durationOrNone(Setting setting, Duration least) throws OptionException {
        var duration = duration(setting, Duration.ZERO);
        return duration.isZero() ? duration : duration(setting, least);
    }

    /** Reads {@code listen}, which is no check, {@code http:/path} or {@code http:PORT/path}. */
    static Optional<ReadyCheck> readyCheck(Setting setting) throws OptionException {
        if (setting.value().equals("listen")) {
            return Optional.empty();
        }
        var http = Patterns.HTTP.matcher(setting.value());
        if (!http.matches()) {
            throw OptionException.bad(setting);
        }
        var port = http.group(1);
        return Optional.of(
                new ReadyCheck(
                        port.isEmpty() ? 0 : (int) wholeNumber(port, setting, 1, MOST_PORT),
                        http.group(2)));
    }

    /** Reads two durations, {@code 100ms..30s}, of which the second is not shorter. */
    static Backoff backoff(Setting setting) throws OptionException {
        var text = setting.value();
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw OptionException.bad(setting);
        }
        var least = Duration.ofMillis(1);
        var first = duration(text.substring(0, dots), setting, least);
        var most = duration(text.substring(dots + 2), setting, least);
        if (first.compareTo(most) > 0) {
            throw OptionException.bad(setting);
        }
        return new Backoff(first, most);
    }

    /** Reads a constant, written in lower case. */
    static <E extends Enum<E>> E constant(Setting setting, Class<E> type) throws OptionException {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(setting.value())) {
                return constant;
            }
        }
        throw OptionException.bad(setting);
    }

    /** Reads a name; one that nobody set is empty. */
    static String name(Setting setting) throws OptionException {
        var text = given(setting);
        if (!text.isEmpty() && !Patterns.NAME.matcher(text).matches()) {
            throw OptionException.bad(setting);
        }
        return text;
    }

    /** Reads {@code Class#method}; whether they exist only the application's class loader knows. */
    static Optional<String> method(Setting setting) throws OptionException {
        var text = given(setting);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!namesMethod(text)) {
            throw OptionException.bad(setting);
        }
        return Optional.of(text);
    }

    private static boolean namesMethod(String text) {
        int hash = text.indexOf('#');
        return hash > 0
                && Arrays.stream(text.substring(0, hash).split("\\.", -1))
                        .allMatch(Values::isIdentifier)
                && isIdentifier(text.substring(hash + 1));
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && Character.isJavaIdentifierStart(text.codePointAt(0))
                && text.codePoints().allMatch(Character::isJavaIdentifierPart);
    }

    /**
     * Reads the name of a directory, which need not exist; a relative one is relative to where the
     * JVM was started.
     */
    static Optional<Path> directory(Setting setting) throws OptionException {
        var text = given(setting);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
        } catch (InvalidPathException e) {
            throw OptionException.bad(setting);
        }
    }

    /** Returns the value; the empty string if nobody has set it. */
    private static String given(Setting setting) throws OptionException {
        if (setting.source() == Source.DEFAULT) {
            return "";
        }
        if (setting.value().isEmpty()) {
            throw OptionException.bad(setting);
        }
        return setting.value();
    }

    /** Only where there is something to match: a first worker waits for this. */
    private static final class Patterns {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        /** A port, if any, and what stands in a request line; a second slash is a URL's host. */
        private static final Pattern HTTP = Pattern.compile("http:(\\d*)(/(?!/)[!-~&&[^#]]*)");

        private Patterns() {}
    }
}
