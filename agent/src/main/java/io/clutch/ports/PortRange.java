package io.clutch.ports;

/**
 * Some ports in a row.
 *
 * @param first 1 to 65535
 * @param last not less than the first, 65535 at most
 */
public record PortRange(int first, int last) {

    /** The highest port there is. */
    public static final int HIGHEST = 65_535;

    /** Checks the bounds. */
    public PortRange {
        if (first < 1 || last > HIGHEST || last < first) {
            throw new IllegalArgumentException(
                    "ports %d to %d must be within 1 to %d, the lower one first"
                            .formatted(first, last, HIGHEST));
        }
    }

    /** Returns whether the port is one of them. */
    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    /** Returns whether any port is in both. */
    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    /** Returns {@code 8080}, or {@code 5701-5799}. */
    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
