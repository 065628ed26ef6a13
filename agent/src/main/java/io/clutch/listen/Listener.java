package io.clutch.listen;

import io.clutch.link.WorkerId;

/**
 * One listening socket of a shared address.
 *
 * @param descriptor the number of this process's descriptor for it, 0 or more
 * @param worker whom it serves
 */
public record Listener(int descriptor, WorkerId worker) {

    /** Checks the descriptor. */
    public Listener {
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "descriptor (%d) must not be negative".formatted(descriptor));
        }
    }

    /** Returns the form that log lines use: {@code 2.5 (fd 17)}. */
    @Override
    public String toString() {
        return worker + " (fd " + descriptor + ")";
    }
}
