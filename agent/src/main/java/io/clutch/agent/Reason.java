package io.clutch.agent;

import java.util.Objects;

/**
 * Why a JVM is to be a bystander.
 *
 * @param text the reason, as the beginning of a sentence
 * @param loudness whether somebody has to be told
 */
record Reason(String text, Loudness loudness) {

    /** Whether a person would miss something if it were not said. */
    enum Loudness {
        /** Nobody expects a cluster here: said at debug level only. */
        QUIET,
        /** Somebody may well expect one: one line. */
        WARNING
    }

    Reason {
        Objects.requireNonNull(text);
        Objects.requireNonNull(loudness);
    }

    static Reason quiet(String text) {
        return new Reason(text, Loudness.QUIET);
    }

    static Reason warning(String text) {
        return new Reason(text, Loudness.WARNING);
    }
}
