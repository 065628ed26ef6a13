package io.clutch.cli;

import java.time.Duration;

/** Lengths of time as people say them. */
final class Span {

    private Span() {}

    /**
     * Returns at most two units: {@code 40s}, {@code 4m}, {@code 2h13m}, {@code 3d4h}. What is
     * negative counts as 0.
     */
    static String text(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        if (seconds < 86400) {
            return "%dh%02dm".formatted(seconds / 3600, seconds % 3600 / 60);
        }
        return "%dd%02dh".formatted(seconds / 86400, seconds % 86400 / 3600);
    }
}
