package io.clutch.master;

import io.clutch.options.Backoff;
import io.clutch.options.Options;
import io.clutch.options.Start;
import java.time.Duration;

/**
 * The options that the supervisor goes by, see {@link io.clutch.options.Option}.
 *
 * @param onShutdown empty if there is none
 * @param log the level's name, for the workers
 */
record Rules(
        int workers,
        Start start,
        Duration grace,
        Duration readyTimeout,
        int maxFailures,
        Backoff backoff,
        String onShutdown,
        String log) {

    static Rules of(Options options) {
        return new Rules(
                options.workers(),
                options.start(),
                options.grace(),
                options.readyTimeout(),
                options.maxFailures(),
                options.backoff(),
                options.onShutdown().orElse(""),
                options.log().text());
    }
}
