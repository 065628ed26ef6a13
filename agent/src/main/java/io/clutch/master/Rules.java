package io.clutch.master;

import io.clutch.options.Backoff;
import io.clutch.options.Option;
import io.clutch.options.Options;
import io.clutch.options.ReadyCheck;
import io.clutch.options.Start;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options that the supervisor goes by, see {@link io.clutch.options.Option}.
 *
 * @param ready what a new worker is asked, empty if it is ready as soon as it listens
 * @param hangTimeout zero for never
 * @param onShutdown empty if there is none
 * @param log the level's name, for the workers
 */
record Rules(
        int workers,
        Start start,
        Duration grace,
        Optional<ReadyCheck> ready,
        Duration readyTimeout,
        int reloadParallel,
        Duration hangTimeout,
        int maxFailures,
        Backoff backoff,
        String onShutdown,
        String log) {

    private static final Duration MOST_FOR_HOOKS = Duration.ofSeconds(5);

    /**
     * Returns the rules.
     *
     * @param jvmOptions a debugger among them stops all threads at a breakpoint, so that silence
     *     means nothing, unless somebody says that it does
     */
    static Rules of(Options options, List<String> jvmOptions) {
        boolean debugged =
                !options.isSet(Option.HANG_TIMEOUT)
                        && jvmOptions.stream().anyMatch(Rules::isDebugger);
        return new Rules(
                options.workers(),
                options.start(),
                options.grace(),
                options.ready(),
                options.readyTimeout(),
                options.reloadParallel(),
                debugged ? Duration.ZERO : options.hangTimeout(),
                options.maxFailures(),
                options.backoff(),
                options.onShutdown().orElse(""),
                options.log().text());
    }

    /** Returns how the log says that a worker is ready. */
    String readyWord() {
        return ready.isPresent() ? "is ready" : "listens";
    }

    /**
     * Returns for how long a worker that stops may wait for its requests in progress: its grace,
     * less what the application's own shutdown hooks may need.
     */
    Duration drain() {
        var quarter = grace.dividedBy(4);
        return grace.minus(quarter.compareTo(MOST_FOR_HOOKS) < 0 ? quarter : MOST_FOR_HOOKS);
    }

    private static boolean isDebugger(String jvmOption) {
        return jvmOption.startsWith("-agentlib:jdwp")
                || jvmOption.startsWith("-Xrunjdwp")
                || (jvmOption.startsWith("-agentpath:") && jvmOption.contains("libjdwp"));
    }
}
