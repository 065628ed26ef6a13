package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.chaos.Victims;
import io.clutch.it.load.Ledger;
import io.clutch.it.load.Load;
import io.clutch.it.load.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How far the promise reaches: {@code mvn -Preach verify}, with the properties {@code
 * reach.requests}, {@code reach.reloads}, {@code reach.kills}, {@code reach.stack} and {@code
 * reach.seed}. What came out is added to {@code target/reach.txt}.
 */
@Tag("reach")
class ReachTest {

    private static final long REQUESTS = Long.getLong("reach.requests", 1_000_000);
    private static final int RELOADS = Integer.getInteger("reach.reloads", 50);
    private static final int KILLS = Integer.getInteger("reach.kills", 200);
    private static final Stack STACK =
            Stack.valueOf(System.getProperty("reach.stack", Stack.JDK_HTTP.name()));
    private static final long SEED =
            Long.getLong("reach.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void reloadsUnderNewConnections(Jdk jdk) throws Exception {
        reloads(jdk, "a new connection for each request", STACK.quick(port));
    }

    @EachJdk
    void reloadsUnderKeepAlive(Jdk jdk) throws Exception {
        reloads(jdk, "connections that are used again", STACK.quick(port).withKeepAlive());
    }

    @EachJdk
    void kills(Jdk jdk) throws Exception {
        var running = start(jdk);
        var cluster = new ClutchCluster(bench, jdk, running, port);
        var victims = new Victims();
        var random = new Random(SEED);
        Ledger fresh;
        Ledger kept;
        try (var first = Load.start(STACK.slow(port).withRate(500).withConnections(40));
                var second = Load.start(STACK.slow(port).withKeepAlive().withRate(500))) {
            while (victims.number() < KILLS) {
                var workers = cluster.workers();
                if (!workers.isEmpty()) {
                    victims.kill(cluster, workers.get(random.nextInt(workers.size())));
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            }
            cluster.awaitCalm();
            fresh = first.stop();
            kept = second.stop();
        }
        var name =
                "%d kills (seed %d), connections that the killed processes held %d"
                        .formatted(victims.number(), SEED, victims.connections());
        report(jdk, name + "; a new connection for each request", fresh);
        report(jdk, name + "; connections that are used again", kept);
        UnderLoad.assertNothingLost(name, victims, fresh, kept);
        cluster.mustStop();
    }

    private void reloads(Jdk jdk, String name, LoadPlan plan) throws Exception {
        var running = start(jdk);
        var cluster = new ClutchCluster(bench, jdk, running, port);
        var begin = System.nanoTime();
        var reloads = 0;
        Ledger ledger;
        try (var load = Load.start(plan)) {
            while (reloads < RELOADS || load.ledger().answered() < REQUESTS) {
                cluster.mustReload();
                reloads++;
                // Not to the end, if there is a loss already.
                assertThat(load.ledger().losses()).as(load.ledger().toString()).isZero();
            }
            ledger = load.stop();
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        report(jdk, "%d reloads in %d s; %s".formatted(reloads, took.toSeconds(), name), ledger);
        UnderLoad.assertNothingLost(name, new Victims(), ledger);
        cluster.mustStop();
        if (STACK != Stack.WIREMOCK) {
            UnderLoad.assertHandledWhatWasAnswered(running, ledger);
        }
    }

    private Running start(Jdk jdk) {
        var launch =
                STACK.launch(bench, jdk, port)
                        .agent("workers=2,backoff=10ms..100ms,max-failures=100000");
        return UnderLoad.temporary(UnderLoad.scratch(bench), launch)
                .start()
                .awaitListeners(port, 2);
    }

    private static void report(Jdk jdk, String what, Ledger ledger) throws IOException {
        var line =
                "%s, %s on %s, %d CPUs, Linux %s: %s: %s%n"
                        .formatted(
                                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                STACK,
                                jdk,
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.version"),
                                what,
                                ledger.summary());
        System.out.print(line);
        Files.writeString(reportFile(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Path reportFile() {
        return Applications.root().resolve("integration-tests/target/reach.txt");
    }
}
