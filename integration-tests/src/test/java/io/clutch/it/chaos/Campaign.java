package io.clutch.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Does the steps of a script to a cluster, one after the other, without waiting for reloads and
 * scales to be done: so all of them meet.
 */
public final class Campaign {

    private static final int ORDER_DEADLINE_SECONDS = 180;

    /** How much later than its time a worker that hangs may be replaced. */
    private static final Duration HANG_SLACK = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = 50_000_000;

    private final Cluster cluster;
    private final Duration hangTimeout;
    private final Script script;
    private final Victims victims = new Victims();
    private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
    private final Map<Step.Kind, Integer> done = new EnumMap<>(Step.Kind.class);
    private final List<Paused> paused = new ArrayList<>();
    private final List<Future<?>> orders = new ArrayList<>();

    /**
     * A process that stands still until a moment of {@link System#nanoTime}.
     *
     * @param hangs whether it shall be killed by then, by whoever notices
     */
    private record Paused(
            long pid, Set<String> connections, Instant since, long until, boolean hangs) {}

    /**
     * Prepares a campaign.
     *
     * @param mostWorkers how many workers it scales up to
     * @param hangTimeout after how long a worker that hangs is replaced; {@link Duration#ZERO}:
     *     never, so none does
     */
    public Campaign(Cluster cluster, long seed, int mostWorkers, Duration hangTimeout) {
        this.cluster = cluster;
        this.hangTimeout = hangTimeout;
        this.script = new Script(seed, mostWorkers, !hangTimeout.isZero());
    }

    /** The processes that were killed. */
    public Victims victims() {
        return victims;
    }

    /** What was done, and when. */
    public List<String> diary() {
        synchronized (diary) {
            return List.copyOf(diary);
        }
    }

    /** How often each kind of step was done, in one line. */
    public String summary() {
        return "steps " + done + ", connections of killed processes " + victims.connections();
    }

    /** Does steps for a time, then wakes whatever stands still and waits for open orders. */
    public void run(Duration duration) throws InterruptedException {
        var executor = Executors.newCachedThreadPool(Campaign::daemon);
        try {
            var end = System.nanoTime() + duration.toNanos();
            while (System.nanoTime() < end) {
                var step = script.next();
                sleep(Math.min(end, System.nanoTime() + step.pauseMillis() * 1_000_000L));
                if (System.nanoTime() < end) {
                    perform(step, executor);
                }
            }
            while (!paused.isEmpty()) {
                sleep(System.nanoTime() + LOOK_NANOS);
            }
            for (var order : orders) {
                await(order);
            }
        } finally {
            paused.forEach(one -> cluster.signal(one.pid(), "CONT"));
            executor.shutdownNow();
        }
    }

    private void perform(Step step, ExecutorService executor) {
        done.merge(step.kind(), 1, Integer::sum);
        switch (step.kind()) {
            case KILL -> kill(step);
            case PAUSE -> pause(step, Duration.ofMillis(step.amount()), false);
            case HANG -> pause(step, hangTimeout.plus(HANG_SLACK), true);
            case RELOAD -> order(executor, "reload", cluster::reload);
            case SCALE ->
                    order(executor, "scale " + step.amount(), () -> cluster.scale(step.amount()));
        }
    }

    private void kill(Step step) {
        var pid = pick(step);
        if (pid != 0) {
            var connections = victims.kill(cluster, pid);
            // Were it woken later, its number might be another's.
            paused.removeIf(one -> one.pid() == pid);
            note("kill %d with %d connections".formatted(pid, connections));
        }
    }

    private void pause(Step step, Duration duration, boolean hangs) {
        var pid = pick(step);
        if (pid != 0 && paused.stream().noneMatch(one -> one.pid() == pid)) {
            var connections = victims.stop(cluster, pid);
            var until = System.nanoTime() + duration.toNanos();
            paused.add(new Paused(pid, connections, Instant.now(), until, hangs));
            note(
                    "%s %d with %d connections for %d ms"
                            .formatted(
                                    hangs ? "hang" : "pause",
                                    pid,
                                    connections.size(),
                                    duration.toMillis()));
        }
    }

    private long pick(Step step) {
        var workers = cluster.workers();
        return workers.isEmpty() ? 0 : workers.get(step.pick() % workers.size());
    }

    private void order(ExecutorService executor, String name, Supplier<String> order) {
        note(name);
        orders.add(executor.submit(() -> note(name + ": " + order.get())));
    }

    /** Sleeps until a moment, and looks after whoever stands still. */
    private void sleep(long until) throws InterruptedException {
        while (true) {
            var now = System.nanoTime();
            List.copyOf(paused).forEach(one -> look(one, now));
            if (now >= until) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(until - now, LOOK_NANOS));
        }
    }

    private void look(Paused one, long now) {
        if (!Linux.exists(one.pid())) {
            paused.remove(one);
            note(one.pid() + " was killed while it stood still");
            if (one.hangs()) {
                victims.died(one.pid(), one.connections(), one.since());
            }
        } else if (one.until() <= now) {
            paused.remove(one);
            cluster.signal(one.pid(), "CONT");
            note("wake " + one.pid());
            if (one.hangs()) {
                throw new IllegalStateException(
                        "process " + one.pid() + " hung, and nobody replaced it: " + diary());
            }
        }
    }

    private static void await(Future<?> order) throws InterruptedException {
        try {
            order.get(ORDER_DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an order failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("an order was never answered", e);
        }
    }

    private void note(String text) {
        diary.add(Instant.now() + " " + text);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "chaos-order");
        thread.setDaemon(true);
        return thread;
    }
}
