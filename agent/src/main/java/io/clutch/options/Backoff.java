package io.clutch.options;

import java.time.Duration;

/**
 * The waits before a worker that keeps failing is started again.
 *
 * @param first the shortest
 * @param most the longest
 */
public record Backoff(Duration first, Duration most) {}
