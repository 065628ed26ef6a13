package io.clutch.master;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a cluster is doing at one moment.
 *
 * @param name what it is called: the option {@code name}, else the application's jar or class
 * @param pid the master's process id
 * @param version the version of Clutch
 * @param state {@code starting} until the first worker listens, then {@code running}, {@code
 *     reloading} or {@code stopping}
 * @param workers how many slots there shall be
 * @param started when the master started
 * @param up how long ago that is
 * @param restarts how many processes were replaced because they had ended, in the slots there are
 * @param addresses what the workers listen on, by port
 * @param slots the slots and their processes, by slot and generation
 */
public record ClusterStatus(
        String name,
        long pid,
        String version,
        String state,
        int workers,
        Instant started,
        Duration up,
        int restarts,
        List<SharedAddressStatus> addresses,
        List<WorkerStatus> slots) {

    /** Copies the lists. */
    public ClusterStatus {
        addresses = List.copyOf(addresses);
        slots = List.copyOf(slots);
    }
}
