package io.clutch.it.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A load that runs, in threads of its own, until it is stopped or has sent all that it shall. */
public final class Load implements AutoCloseable {

    /** What a request may take beyond its time-out before the client itself is at fault. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    /** Ids of different lanes differ, and so do those of different loads of one JVM. */
    private static final long IDS_PER_LANE = 1_000_000_000;

    private static long lanesSoFar;

    private final LoadPlan plan;
    private final List<Book> books = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Load(LoadPlan plan) {
        this.plan = plan;
        var servers = servers(plan);
        for (var i = 0; i < plan.lanes(); i++) {
            var book = new Book(nextLane() * IDS_PER_LANE);
            var lane =
                    new Lane(
                            plan,
                            servers,
                            book,
                            (int) part(plan.connections(), i, plan.lanes()),
                            part(plan.requests(), i, plan.lanes()));
            books.add(book);
            lanes.add(lane);
            var thread = new Thread(lane, "load-" + plan.port() + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Starts it. */
    public static Load start(LoadPlan plan) {
        var load = new Load(plan);
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Sends as many requests as the plan says, and returns what became of them. */
    public static Ledger run(LoadPlan plan) throws InterruptedException {
        if (plan.requests() == 0) {
            throw new IllegalArgumentException("a plan without an end cannot be waited for");
        }
        try (var load = start(plan)) {
            for (var thread : load.threads) {
                thread.join();
            }
            return load.ledger();
        }
    }

    /** What has become of the requests so far. */
    public Ledger ledger() {
        return Book.together(books);
    }

    /** Whether all is sent that shall be, and has ended. */
    public boolean isOver() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Begins no more requests, waits for those under way, and returns what became of all. */
    public Ledger stop() throws InterruptedException {
        lanes.forEach(Lane::stop);
        var deadline = System.nanoTime() + plan.timeout().plus(SLACK).toNanos();
        for (var thread : threads) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                throw new IllegalStateException("the load client does not end: " + ledger());
            }
        }
        return ledger();
    }

    /** Begins no more requests. */
    @Override
    public void close() {
        lanes.forEach(Lane::stop);
    }

    private static synchronized long nextLane() {
        return ++lanesSoFar;
    }

    private static long part(long whole, int index, int of) {
        return whole / of + (index < whole % of ? 1 : 0);
    }

    private static List<InetSocketAddress> servers(LoadPlan plan) {
        if (plan.addresses() == 1) {
            return List.of(server(plan, 0, 0, 1));
        }
        List<InetSocketAddress> servers = new ArrayList<>();
        for (var i = 0; i < plan.addresses(); i++) {
            servers.add(server(plan, 1, i / 250, 1 + i % 250));
        }
        return servers;
    }

    private static InetSocketAddress server(LoadPlan plan, int second, int third, int fourth) {
        byte[] address = {127, (byte) second, (byte) third, (byte) fourth};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), plan.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
