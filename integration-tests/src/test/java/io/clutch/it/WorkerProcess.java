package io.clutch.it;

import java.util.List;
import java.util.Optional;

/**
 * A process that carries the marks of a worker.
 *
 * @param pid its process id
 * @param slot the number in its {@code -Dclutch.slot}
 * @param arguments its command line, as in {@link ProcFile#arguments}
 */
record WorkerProcess(long pid, int slot, List<String> arguments) {

    private static final String SLOT = "-Dclutch.slot=";

    /** Reads the marks of a process, if it has them. */
    static Optional<WorkerProcess> of(long pid) {
        var arguments = ProcFile.arguments(pid);
        return arguments.stream()
                .limit(4)
                .filter(argument -> argument.startsWith(SLOT))
                .findFirst()
                .map(
                        argument ->
                                new WorkerProcess(
                                        pid,
                                        Integer.parseInt(argument.substring(SLOT.length())),
                                        arguments));
    }

    /** The value of a variable of its environment. */
    Optional<String> environment(String name) {
        return ProcFile.environment(pid).stream()
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst();
    }
}
