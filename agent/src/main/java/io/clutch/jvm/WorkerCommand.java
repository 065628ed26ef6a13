package io.clutch.jvm;

import java.util.List;
import java.util.Map;

/**
 * What a worker is started with.
 *
 * @param arguments the program and its arguments, byte for byte; the arrays are not to be changed
 * @param environment the variables that differ from the ones that this process has
 */
public record WorkerCommand(List<byte[]> arguments, Map<String, String> environment) {

    /** Copies the collections. */
    public WorkerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
