package io.clutch.it.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** One thread with its share of the connections and of the rate. */
final class Lane implements Runnable {

    /**
     * The longest that the selector may block. What it finds came after it last returned: the
     * shorter, the better is it known when.
     */
    private static final long POLL_MILLIS = 5;

    /** How long a connection rests after a loss: a port that refuses would keep the CPU busy. */
    private static final long PENALTY_NANOS = 10_000_000;

    private static final long SWEEP_NANOS = 50_000_000;

    private final LoadPlan plan;
    private final List<InetSocketAddress> servers;
    private final long share;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Queue<Resting> resting =
            new PriorityQueue<>(Comparator.comparing(Resting::until));

    private volatile boolean stopped;
    private long begun;
    private int nextServer;
    private long interval;
    private long nextDue;
    private long lastPoll;

    /** A connection that may not begin before a time. */
    private record Resting(Connection connection, long until) {}

    /**
     * @param share how many requests this lane sends, 0 for no limit
     */
    Lane(LoadPlan plan, List<InetSocketAddress> servers, Book book, int connections, long share) {
        this.plan = plan;
        this.servers = servers;
        this.share = share;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var i = 0; i < connections; i++) {
            this.connections.add(new Connection(plan, selector, book));
        }
        free.addAll(this.connections);
    }

    /** Begins no more requests; those under way go on to their end. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try (selector) {
            if (plan.rate() > 0) {
                interval = (long) (1e9 * plan.lanes() / plan.rate());
            }
            nextDue = System.nanoTime();
            lastPoll = nextDue;
            var swept = nextDue;
            while (!isDone()) {
                begin();
                var before = lastPoll;
                selector.select(key -> ready(key, before), pause());
                lastPoll = System.nanoTime();
                if (lastPoll - swept > SWEEP_NANOS) {
                    swept = lastPoll;
                    sweep();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private boolean isDone() {
        return mayNotBegin() && connections.stream().noneMatch(Connection::isBusy);
    }

    private boolean mayNotBegin() {
        return stopped || (share > 0 && begun >= share);
    }

    private void begin() {
        var now = System.nanoTime();
        while (!resting.isEmpty() && resting.peek().until() <= now) {
            free.add(resting.remove().connection());
        }
        // No more than there are free now: one that fails at once comes back.
        for (var left = free.size(); left > 0 && !mayNotBegin(); left--) {
            if (interval > 0 && nextDue > now) {
                return;
            }
            var connection = free.remove();
            begun++;
            connection.begin(servers.get(nextServer), interval > 0 ? nextDue : System.nanoTime());
            nextServer = (nextServer + 1) % servers.size();
            nextDue += interval;
            if (!connection.isBusy()) {
                resting.add(new Resting(connection, System.nanoTime() + PENALTY_NANOS));
            }
        }
    }

    private void ready(SelectionKey key, long seenBy) {
        var connection = (Connection) key.attachment();
        var wasBusy = connection.isBusy();
        connection.ready(seenBy);
        if (wasBusy && !connection.isBusy()) {
            rest(connection);
        }
    }

    private void sweep() {
        var now = System.nanoTime();
        for (var connection : connections) {
            if (connection.isBusy()) {
                connection.expire(now);
                if (!connection.isBusy()) {
                    rest(connection);
                }
            }
        }
    }

    private void rest(Connection connection) {
        var think = plan.think().toNanos();
        if (think == 0) {
            free.add(connection);
        } else {
            resting.add(new Resting(connection, System.nanoTime() + think));
        }
    }

    private long pause() {
        return free.isEmpty() || interval > 0 || mayNotBegin() ? POLL_MILLIS : 1;
    }
}
