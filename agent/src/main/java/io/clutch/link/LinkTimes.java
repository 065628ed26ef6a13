package io.clutch.link;

import java.time.Duration;

/**
 * How patient the master is.
 *
 * @param hello how long a connection may be silent at first
 * @param flush how long what is queued for a link that closes may take
 * @param acceptPause how long to wait after a connection could not be accepted
 */
record LinkTimes(Duration hello, Duration flush, Duration acceptPause) {

    static final LinkTimes USUAL =
            new LinkTimes(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1));
}
