package io.clutch.it.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One lane's part of the ledger: written by the lane, read by anybody. */
final class Book {

    private static final int MOST_FAILURES = 100_000;

    private final long firstId;
    private final BitSet ended = new BitSet();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<Failure> failures = new ArrayList<>();
    private final Map<Long, Long> answersByProcess = new HashMap<>();
    private final Latencies latencies = new Latencies();
    private int sent;
    private long connections;
    private long closedIdle;
    private long longestStaleMillis;

    Book(long firstId) {
        this.firstId = firstId;
    }

    /** Begins a request, and returns its id. */
    synchronized long begin() {
        return firstId + sent++;
    }

    synchronized void connected() {
        connections++;
    }

    synchronized void closedIdle() {
        closedIdle++;
    }

    synchronized void answered(long id, long nanos, long process) {
        end(id, Outcome.ANSWERED);
        latencies.add(nanos);
        if (process > 0) {
            answersByProcess.merge(process, 1L, Long::sum);
        }
    }

    synchronized void stale(long id, long millis) {
        end(id, Outcome.STALE);
        longestStaleMillis = Math.max(longestStaleMillis, millis);
    }

    synchronized void lost(Failure failure) {
        end(failure.id(), failure.outcome());
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
    }

    synchronized Ledger ledger() {
        return new Ledger(
                sent,
                Map.copyOf(outcomes),
                sent - ended.cardinality(),
                connections,
                closedIdle,
                longestStaleMillis,
                List.copyOf(failures),
                Map.copyOf(answersByProcess),
                copy(latencies));
    }

    /** Puts the books of all lanes together. */
    static Ledger together(List<Book> books) {
        var ledgers = books.stream().map(Book::ledger).toList();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        Map<Long, Long> processes = new HashMap<>();
        List<Failure> failures = new ArrayList<>();
        var latencies = new Latencies();
        for (var ledger : ledgers) {
            ledger.outcomes().forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
            ledger.answersByProcess().forEach((pid, n) -> processes.merge(pid, n, Long::sum));
            failures.addAll(ledger.failures());
            latencies.add(ledger.latencies());
        }
        return new Ledger(
                ledgers.stream().mapToLong(Ledger::sent).sum(),
                outcomes,
                ledgers.stream().mapToLong(Ledger::underWay).sum(),
                ledgers.stream().mapToLong(Ledger::connections).sum(),
                ledgers.stream().mapToLong(Ledger::closedIdle).sum(),
                ledgers.stream().mapToLong(Ledger::longestStaleMillis).max().orElse(0),
                failures,
                processes,
                latencies);
    }

    private void end(long id, Outcome outcome) {
        var index = Math.toIntExact(id - firstId);
        if (index < 0 || index >= sent || ended.get(index)) {
            throw new IllegalStateException(
                    "request " + id + " cannot end as " + outcome + ": unknown, or ended before");
        }
        ended.set(index);
        outcomes.merge(outcome, 1L, Long::sum);
    }

    private static Latencies copy(Latencies latencies) {
        var copy = new Latencies();
        copy.add(latencies);
        return copy;
    }
}
