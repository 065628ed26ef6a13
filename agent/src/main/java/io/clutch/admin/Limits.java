package io.clutch.admin;

import java.time.Duration;

/**
 * How much a control socket puts up with.
 *
 * @param clients how many clients it serves at once
 * @param requestBytes how long a request may be, without its line end
 * @param requestTime how long a client may take to send its request
 * @param statusTime how long the master may take to say how it is
 * @param flushTime how long a client may leave an answer unread once it is complete
 * @param backlogBytes how much of an answer may wait for a client that does not read
 * @param round how often the socket itself is looked after
 */
record Limits(
        int clients,
        int requestBytes,
        Duration requestTime,
        Duration statusTime,
        Duration flushTime,
        int backlogBytes,
        Duration round) {

    static final Limits USUAL =
            new Limits(
                    16,
                    64 * 1024,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    1024 * 1024,
                    Duration.ofSeconds(30));
}
