package io.clutch.worker;

import io.clutch.link.WorkerId;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the master tells a worker through its environment.
 *
 * @param worker the slot and generation
 * @param link the master's socket
 * @param token the secret to present there
 * @param master the master's process id, as text
 */
record WorkerEnvironment(WorkerId worker, Path link, String token, String master) {

    /**
     * Reads the environment.
     *
     * @throws WorkerStartException if something is missing or wrong, which no master leaves so
     */
    static WorkerEnvironment of(Map<String, String> environment) throws WorkerStartException {
        try {
            return new WorkerEnvironment(
                    new WorkerId(
                            Integer.parseInt(value(environment, "CLUTCH_SLOT")),
                            Integer.parseInt(value(environment, "CLUTCH_GENERATION"))),
                    Path.of(value(environment, "CLUTCH_LINK")),
                    value(environment, "CLUTCH_TOKEN"),
                    value(environment, "CLUTCH_MASTER"));
        } catch (IllegalArgumentException e) {
            throw new WorkerStartException(
                    "the environment of a worker is damaged: " + e.getMessage(), e);
        }
    }

    /** Returns the master's own directory. */
    Path directory() {
        return link.toAbsolutePath().getParent();
    }

    private static String value(Map<String, String> environment, String name)
            throws WorkerStartException {
        var value = environment.get(name);
        if (value == null) {
            throw new WorkerStartException(
                    "the environment of a worker is damaged: it lacks " + name, null);
        }
        return value;
    }
}
