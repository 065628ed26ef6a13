package io.clutch.posix;

import java.util.Collection;

/**
 * Some of the system's signals.
 *
 * @param bits as the kernel has them: bit 0 is signal 1
 */
public record SignalSet(long bits) {

    /** No signal. */
    public static final SignalSet NONE = new SignalSet(0);

    /**
     * Returns a set.
     *
     * @param names names without {@code SIG}: those that {@link SignalSource} has
     */
    public static SignalSet of(Collection<String> names) {
        long bits = 0;
        for (String name : names) {
            bits |= 1L << (number(name) - 1);
        }
        return new SignalSet(bits);
    }

    /** Returns the number of one of those signals; x86-64 and aarch64 have the same. */
    static int number(String name) {
        return switch (name) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "QUIT" -> 3;
            case "TERM" -> 15;
            case "TTIN" -> 21;
            case "TTOU" -> 22;
            default -> throw new IllegalArgumentException("signal: " + name);
        };
    }

    /** Returns whether the signal is in the set. */
    public boolean has(String name) {
        return (bits >>> (number(name) - 1) & 1) == 1;
    }

    /** Returns this set without another's signals. */
    public SignalSet without(SignalSet other) {
        return new SignalSet(bits & ~other.bits);
    }
}
