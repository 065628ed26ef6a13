package io.clutch.master;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told. Starts just before the nanoseconds overflow. */
final class FakeTime implements TimeSource {

    private long nanos = Long.MAX_VALUE - 1_000;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos - Long.MAX_VALUE + 1_000);
    }

    void advance(long by) {
        nanos += by;
    }

    void advance(Duration by) {
        advance(by.toNanos());
    }
}
