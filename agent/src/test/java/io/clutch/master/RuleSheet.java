package io.clutch.master;

import io.clutch.options.Backoff;
import io.clutch.options.ReadyCheck;
import io.clutch.options.Start;
import java.time.Duration;
import java.util.Optional;

/** The usual rules, of which a test changes what it is about. */
final class RuleSheet {

    private final int workers;
    private Start start = Start.FIRST;
    private Duration grace = Duration.ofSeconds(30);
    private Optional<ReadyCheck> ready = Optional.empty();
    private int reloadParallel = 1;
    private Duration hangTimeout = Duration.ofSeconds(60);
    private int maxFailures = 10;

    private RuleSheet(int workers) {
        this.workers = workers;
    }

    static RuleSheet of(int workers) {
        return new RuleSheet(workers);
    }

    RuleSheet start(Start order) {
        start = order;
        return this;
    }

    RuleSheet grace(Duration length) {
        grace = length;
        return this;
    }

    RuleSheet ready(int port, String path) {
        ready = Optional.of(new ReadyCheck(port, path));
        return this;
    }

    RuleSheet reloadParallel(int number) {
        reloadParallel = number;
        return this;
    }

    RuleSheet hangTimeout(Duration length) {
        hangTimeout = length;
        return this;
    }

    RuleSheet maxFailures(int number) {
        maxFailures = number;
        return this;
    }

    Rules rules() {
        return new Rules(
                workers,
                start,
                grace,
                ready,
                Duration.ofSeconds(60),
                reloadParallel,
                hangTimeout,
                maxFailures,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30)),
                "",
                "info");
    }

    Stage stage() {
        return new Stage(rules());
    }
}
