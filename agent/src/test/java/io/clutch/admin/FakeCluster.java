package io.clutch.admin;

import io.clutch.master.Cluster;
import io.clutch.master.ClusterStatus;
import io.clutch.master.Reply;
import io.clutch.master.SharedAddressStatus;
import io.clutch.master.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A cluster that writes down what it is asked and answers when the test says so. */
public final class FakeCluster implements Cluster {

    /** The orders so far, such as {@code scale 6}. */
    public final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

    /** Where the answers to the orders go. */
    public final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

    /** What {@link #status} returns. */
    public volatile CompletableFuture<ClusterStatus> status =
            CompletableFuture.completedFuture(example("wiremock-standalone.jar", 1234));

    @Override
    public CompletableFuture<ClusterStatus> status() {
        return status;
    }

    @Override
    public void reload(Reply reply) {
        order("reload", reply);
    }

    @Override
    public void scale(int workers, Reply reply) {
        order("scale " + workers, reply);
    }

    @Override
    public void stop(boolean now, Reply reply) {
        order(now ? "stop now" : "stop", reply);
    }

    /** Waits for the next order's reply. */
    public Reply reply() throws InterruptedException {
        Reply reply = replies.poll(10, TimeUnit.SECONDS);
        if (reply == null) {
            throw new AssertionError("no order within 10 s");
        }
        return reply;
    }

    /** The cluster that the design's example shows. */
    public static ClusterStatus example(String name, long pid) {
        Instant started = Instant.parse("2026-11-23T12:00:00.123Z");
        Duration up = Duration.ofMinutes(133);
        return new ClusterStatus(
                name,
                pid,
                "0.1.0",
                "running",
                2,
                started,
                up,
                2,
                List.of(new SharedAddressStatus("0.0.0.0", 8080, 2)),
                List.of(
                        new WorkerStatus(1, 1, 1240, "serving", true, up, 0, "", Instant.EPOCH),
                        new WorkerStatus(
                                2,
                                3,
                                9921,
                                "serving",
                                false,
                                Duration.ofMinutes(4),
                                2,
                                "killed by SIGKILL (status 137)",
                                started.plus(up).minus(Duration.ofMinutes(4)))));
    }

    private void order(String order, Reply reply) {
        orders.add(order);
        replies.add(reply);
    }
}
