package io.clutch.it.load;

import java.time.Instant;

/**
 * One request that was lost.
 *
 * @param outcome what became of it; {@link Outcome#isLoss} holds
 * @param id the request's id
 * @param connection the connection's two ends, as {@code SERVER-ADDRESS<CLIENT-PORT}; {@code null}
 *     if there was none
 * @param opened when the connection was made
 * @param ended when the failure was seen
 * @param afterMillis how long after the request was sent, in milliseconds: a lower bound, which a
 *     client that was slow to look cannot make larger
 * @param before how many requests the connection had answered before
 * @param detail the system's words for it, or what was wrong with the answer
 */
public record Failure(
        Outcome outcome,
        long id,
        String connection,
        Instant opened,
        Instant ended,
        long afterMillis,
        int before,
        String detail) {

    @Override
    public String toString() {
        return "%s %s: request %d on %s (answers before: %d), %d ms after it was sent: %s"
                .formatted(ended, outcome.text(), id, connection, before, afterMillis, detail);
    }
}
