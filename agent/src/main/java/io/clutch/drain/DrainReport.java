package io.clutch.drain;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a drain.
 *
 * @param took how long it lasted
 * @param waitedFor how many connections were waited for
 * @param closed how many idle ones were closed
 * @param cutOff those that were waited for until the time was up
 * @param queued how many connections the application has not accepted
 * @param trouble what went wrong; empty if nothing did
 */
public record DrainReport(
        Duration took,
        int waitedFor,
        int closed,
        List<CutOff> cutOff,
        long queued,
        String trouble) {

    private static final int EXAMPLES = 3;

    /**
     * A connection that is waited for no longer.
     *
     * @param verdict what it is doing, in a word
     * @param peer its client
     * @param sinceMillis since when it has not received anything
     */
    public record CutOff(String verdict, String peer, long sinceMillis) {

        @Override
        public String toString() {
            return "%s %s for %s".formatted(peer, verdict, seconds(sinceMillis));
        }
    }

    /** Makes a copy of the list. */
    public DrainReport {
        cutOff = List.copyOf(cutOff);
    }

    /** Returns whether anything happened that an operator would want to know. */
    public boolean isNews() {
        return waitedFor > 0 || !cutOff.isEmpty() || queued > 0 || !trouble.isEmpty();
    }

    /** Returns it in one line, to follow "drained". */
    public String text() {
        var text = new StringBuilder("in ").append(seconds(took.toMillis()));
        text.append(": ");
        if (!trouble.isEmpty()) {
            text.append(trouble).append("; ");
        }
        text.append("waited for ").append(connections(waitedFor));
        if (closed > 0) {
            text.append(", closed ").append(closed).append(" idle");
        }
        if (queued > 0) {
            text.append("; not accepted: ").append(connections(queued));
        }
        if (!cutOff.isEmpty()) {
            text.append("; cut off: ").append(kinds()).append(" (").append(examples()).append(')');
        }
        return text.toString();
    }

    private String kinds() {
        Map<String, Long> kinds =
                cutOff.stream()
                        .collect(
                                Collectors.groupingBy(
                                        CutOff::verdict, TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private String examples() {
        var examples =
                cutOff.stream()
                        .limit(EXAMPLES)
                        .map(CutOff::toString)
                        .collect(Collectors.joining(", "));
        return cutOff.size() > EXAMPLES ? examples + ", …" : examples;
    }

    private static String connections(long number) {
        return number == 1 ? "1 connection" : number + " connections";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
