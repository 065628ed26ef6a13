package io.clutch.it;

import io.clutch.it.chaos.Campaign;
import io.clutch.it.load.Ledger;
import io.clutch.it.load.Load;
import io.clutch.it.load.LoadPlan;
import java.time.Duration;

/**
 * One run of chaos: a cluster, two loads (new connections, and connections that are used again),
 * and whatever the seed says.
 */
final class ChaosRun {

    private static final int MOST_WORKERS = 4;
    private static final String OPTIONS =
            "workers=2,backoff=10ms..100ms,max-failures=100000,log="
                    + System.getProperty("chaos.log", "info");

    private final Bench bench;
    private final Stack stack;
    private final Jdk jdk;
    private final long seed;
    private final Duration duration;
    private final double rate;

    private Duration hangTimeout = Duration.ZERO;

    ChaosRun(Bench bench, Stack stack, Jdk jdk, long seed, Duration duration, double rate) {
        this.bench = bench;
        this.stack = stack;
        this.jdk = jdk;
        this.seed = seed;
        this.duration = duration;
        this.rate = rate;
    }

    /** Lets workers hang as well, and be replaced after so long. */
    ChaosRun withHangs(Duration timeout) {
        hangTimeout = timeout;
        return this;
    }

    /** Does it, and judges. */
    void judge() throws InterruptedException {
        var name = "chaos %s on %s, seed %d".formatted(stack, jdk, seed);
        System.out.println(name + ": begins");
        var port = Ports.free();
        var scratch = UnderLoad.scratch(bench);
        var running =
                UnderLoad.temporary(
                                scratch,
                                stack.launch(bench, jdk, port).agent(OPTIONS + hangOption()))
                        .start();
        running.awaitListeners(port, 2);
        var cluster = new ClutchCluster(bench, jdk, running, port);
        var campaign = new Campaign(cluster, seed, MOST_WORKERS, hangTimeout);
        var calm = Duration.ofMillis(300);
        Ledger fresh;
        Ledger kept;
        try (var first = Load.start(plan(stack.slow(port)));
                var second = Load.start(plan(stack.quick(port)).withKeepAlive().withThink(calm))) {
            campaign.run(duration);
            cluster.awaitCalm();
            fresh = first.stop();
            kept = second.stop();
        }
        System.out.println(name + ": " + campaign.summary());
        System.out.println(name + ", new connections: " + fresh.summary());
        System.out.println(name + ", kept alive: " + kept.summary());
        var story = name + "\n" + String.join("\n", campaign.diary());
        UnderLoad.assertNothingLost(story, campaign.victims(), fresh, kept);
        cluster.mustStop();
        UnderLoad.assertNothingLeftIn(scratch);
    }

    private String hangOption() {
        return hangTimeout.isZero() ? "" : ",hang-timeout=" + hangTimeout.toSeconds() + "s";
    }

    private LoadPlan plan(LoadPlan plan) {
        // Enough that a worker that stands still does not stop the load, and time until it is
        // replaced.
        return plan.withRate(rate).withConnections(128).withTimeout(Duration.ofSeconds(60));
    }
}
