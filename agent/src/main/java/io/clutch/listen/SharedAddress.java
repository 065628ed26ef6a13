package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.util.List;

/**
 * An address and port that at least one worker listens on.
 *
 * @param address the literal IP address, as the workers wrote it
 * @param port the port, never 0
 * @param holders the workers that listen there, in the order in which they began; each once
 */
public record SharedAddress(String address, int port, List<WorkerId> holders) {

    /** Copies the list. */
    public SharedAddress {
        holders = List.copyOf(holders);
    }
}
