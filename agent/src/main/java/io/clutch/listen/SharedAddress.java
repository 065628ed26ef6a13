package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.util.List;

/**
 * An address and port, or a path, that at least one worker listens on.
 *
 * @param address the literal IP address, as the workers wrote it, or an absolute path
 * @param port the port, 0 for a path
 * @param holders the workers that listen there, in the order in which they began; each once
 */
public record SharedAddress(String address, int port, List<WorkerId> holders) {

    /** Copies the list. */
    public SharedAddress {
        holders = List.copyOf(holders);
    }
}
