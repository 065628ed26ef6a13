package io.clutch.options;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * A stream that puts date and time before each line that is printed as a string, which is what
 * slf4j-simple does once per entry.
 *
 * <p>It could do so itself, but by a {@code SimpleDateFormat}, for which the JDK looks through the
 * data of all its languages: the most expensive thing that a master would do before it starts its
 * first worker.
 */
final class StampedStream extends PrintStream {

    private static final int MILLIS = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final TimeZone zone;

    StampedStream(OutputStream out, Charset charset, TimeZone zone) {
        super(out, true, charset);
        this.zone = zone;
    }

    @Override
    public void println(String line) {
        // At once, so that no other process's line comes in between.
        print(stamp(System.currentTimeMillis()) + " " + line + System.lineSeparator());
    }

    /** Returns the time as in {@code 2026-11-23 12:00:01.123}. */
    String stamp(long millis) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, MILLIS),
                        Math.floorMod(millis, MILLIS) * NANOS_PER_MILLI,
                        ZoneOffset.ofTotalSeconds(zone.getOffset(millis) / MILLIS));
        StringBuilder text = new StringBuilder();
        append(text, time.getYear(), 4, '-');
        append(text, time.getMonthValue(), 2, '-');
        append(text, time.getDayOfMonth(), 2, ' ');
        append(text, time.getHour(), 2, ':');
        append(text, time.getMinute(), 2, ':');
        append(text, time.getSecond(), 2, '.');
        append(text, time.getNano() / NANOS_PER_MILLI, 3, ' ');
        text.setLength(text.length() - 1);
        return text.toString();
    }

    private static void append(StringBuilder text, int number, int digits, char next) {
        String plain = Integer.toString(number);
        for (int i = plain.length(); i < digits; i++) {
            text.append('0');
        }
        text.append(plain).append(next);
    }
}
