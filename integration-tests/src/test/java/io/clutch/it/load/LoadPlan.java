package io.clutch.it.load;

import java.time.Duration;

/**
 * What a {@link Load} sends.
 *
 * @param port the server's port; it must listen on the wildcard address, or on 127.0.0.1 with one
 *     address
 * @param path the path to ask for; {@code {id}} becomes the request's id. The answer's body must
 *     contain {@code id=ID;}, and may contain {@code pid=PID;}
 * @param connections how many connections there are at most at the same time
 * @param keepAlive whether a connection is used again, or a new one made for each request
 * @param rate requests per second; 0: as many as the server answers, one at a time per connection
 * @param requests how many requests to send; 0: until it is stopped
 * @param think how long a connection rests between an answer and the next request
 * @param timeout how long a request may take
 * @param addresses how many different addresses of 127.1.0.0/16 to connect to, one after the other,
 *     so that local ports do not run out; 1: only 127.0.0.1
 * @param lanes how many threads
 */
public record LoadPlan(
        int port,
        String path,
        int connections,
        boolean keepAlive,
        double rate,
        long requests,
        Duration think,
        Duration timeout,
        int addresses,
        int lanes) {

    /** Checks the numbers. */
    public LoadPlan {
        if (connections < lanes || lanes < 1) {
            throw new IllegalArgumentException(
                    "connections (%d) must be at least lanes (%d), lanes at least 1"
                            .formatted(connections, lanes));
        }
        if (addresses < 1 || addresses > 60_000) {
            throw new IllegalArgumentException(
                    "addresses (%d) must be between 1 and 60000".formatted(addresses));
        }
    }

    /** A new connection for each request, 16 at a time, as fast as they are answered. */
    public static LoadPlan on(int port) {
        return new LoadPlan(
                port, "/echo/{id}", 16, false, 0, 0, Duration.ZERO, Duration.ofSeconds(30), 64, 1);
    }

    /** The same with another path. */
    public LoadPlan withPath(String other) {
        return new LoadPlan(
                port,
                other,
                connections,
                keepAlive,
                rate,
                requests,
                think,
                timeout,
                addresses,
                lanes);
    }

    /** The same with another number of connections. */
    public LoadPlan withConnections(int other) {
        return new LoadPlan(
                port, path, other, keepAlive, rate, requests, think, timeout, addresses, lanes);
    }

    /** The same, but connections are used again. */
    public LoadPlan withKeepAlive() {
        return new LoadPlan(
                port, path, connections, true, rate, requests, think, timeout, addresses, lanes);
    }

    /** The same with so many requests per second. */
    public LoadPlan withRate(double other) {
        return new LoadPlan(
                port,
                path,
                connections,
                keepAlive,
                other,
                requests,
                think,
                timeout,
                addresses,
                lanes);
    }

    /** The same with so many requests in all. */
    public LoadPlan withRequests(long other) {
        return new LoadPlan(
                port, path, connections, keepAlive, rate, other, think, timeout, addresses, lanes);
    }

    /** The same with a rest between answer and next request. */
    public LoadPlan withThink(Duration other) {
        return new LoadPlan(
                port,
                path,
                connections,
                keepAlive,
                rate,
                requests,
                other,
                timeout,
                addresses,
                lanes);
    }

    /** The same with another time-out. */
    public LoadPlan withTimeout(Duration other) {
        return new LoadPlan(
                port, path, connections, keepAlive, rate, requests, think, other, addresses, lanes);
    }

    /** The same with another number of server addresses. */
    public LoadPlan withAddresses(int other) {
        return new LoadPlan(
                port, path, connections, keepAlive, rate, requests, think, timeout, other, lanes);
    }

    /** The same with another number of threads. */
    public LoadPlan withLanes(int other) {
        return new LoadPlan(
                port,
                path,
                connections,
                keepAlive,
                rate,
                requests,
                think,
                timeout,
                addresses,
                other);
    }
}
