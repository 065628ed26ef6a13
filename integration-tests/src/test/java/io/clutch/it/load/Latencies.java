package io.clutch.it.load;

import java.util.Arrays;

/** How long answers took: counts in buckets, each about 6 % wider than the one before it. */
public final class Latencies {

    private static final int STEPS = 16;

    private final long[] counts;
    private long maximum;

    Latencies() {
        counts = new long[64 * STEPS];
    }

    void add(long nanos) {
        var value = Math.max(1, nanos);
        counts[bucket(value)]++;
        maximum = Math.max(maximum, value);
    }

    void add(Latencies other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        maximum = Math.max(maximum, other.maximum);
    }

    /** The longest, in milliseconds. */
    public double maximumMillis() {
        return maximum / 1e6;
    }

    /** What the given share of the answers, 0 to 1, took at most, in milliseconds. */
    public double millis(double share) {
        var wanted = (long) Math.ceil(share * Arrays.stream(counts).sum());
        var seen = 0L;
        for (var i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upper(i), (double) maximum) / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        var power = 63 - Long.numberOfLeadingZeros(value);
        var step = (int) ((value - (1L << power)) / (double) (1L << power) * STEPS);
        return power * STEPS + Math.min(step, STEPS - 1);
    }

    private static double upper(int bucket) {
        var base = Math.scalb(1.0, bucket / STEPS);
        return base + base * (bucket % STEPS + 1) / STEPS;
    }
}
