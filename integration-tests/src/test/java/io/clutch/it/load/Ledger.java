package io.clutch.it.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of every request up to one moment.
 *
 * @param sent how many requests were begun
 * @param outcomes how many ended in which way; each that has a count
 * @param underWay how many have not ended yet
 * @param connections how many connections were made
 * @param closedIdle how many connections the server closed while no request was on them
 * @param longestStaleMillis how long after sending the latest {@link Outcome#STALE} was seen
 * @param failures the losses, all of them up to a limit that no sane test reaches
 * @param answersByProcess how many answers came from which process, if answers say so
 * @param latencies how long answers took, from the moment when the request was due
 */
public record Ledger(
        long sent,
        Map<Outcome, Long> outcomes,
        long underWay,
        long connections,
        long closedIdle,
        long longestStaleMillis,
        List<Failure> failures,
        Map<Long, Long> answersByProcess,
        Latencies latencies) {

    /** How many requests ended in this way. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** How many requests were answered. */
    public long answered() {
        return count(Outcome.ANSWERED);
    }

    /** How many requests were lost. */
    public long losses() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().isLoss())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether every request that was begun is accounted for. */
    public boolean balances() {
        return sent == underWay + outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Everything in one line. */
    public String summary() {
        var others =
                outcomes.entrySet().stream()
                        .filter(entry -> entry.getKey() != Outcome.ANSWERED)
                        .map(entry -> ", " + entry.getKey().text() + " " + entry.getValue())
                        .collect(Collectors.joining());
        var stale =
                count(Outcome.STALE) == 0
                        ? ""
                        : " (stale within %d ms)".formatted(longestStaleMillis);
        return String.format(
                Locale.ROOT,
                "sent %d, answered %d%s%s, under way %d; losses %d; connections %d, closed idle %d;"
                        + " ms p50 %.1f p99 %.1f p99.9 %.1f max %.1f; processes %d",
                sent,
                answered(),
                others,
                stale,
                underWay,
                losses(),
                connections,
                closedIdle,
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.millis(0.999),
                latencies.maximumMillis(),
                answersByProcess.size());
    }

    @Override
    public String toString() {
        return summary()
                + failures.stream()
                        .limit(20)
                        .map(failure -> "\n  " + failure)
                        .collect(Collectors.joining());
    }
}
