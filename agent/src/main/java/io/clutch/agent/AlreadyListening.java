package io.clutch.agent;

import io.clutch.jvm.JdwpOptions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A JVM that listens before the application does: an agent that came earlier on the command line. A
 * second process could not open the same port, and this one, as a master, would hold it for
 * nothing.
 *
 * <p>The port on which it waits for a debugger does not count: it is free again when the master is
 * in a JVM of its own, and each worker gets one of its own.
 */
final class AlreadyListening implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        SortedSet<Integer> ports = facts.listeningPorts();
        if (!ports.isEmpty()) {
            OptionalInt debugger = JdwpOptions.listeningPort(facts.runtimeArguments());
            if (debugger.isPresent()) {
                ports = new TreeSet<>(ports);
                ports.remove(debugger.getAsInt());
            }
        }
        return against(ports);
    }

    /** Returns why a JVM that listens on these ports, and keeps them, is to be left alone. */
    static Optional<Reason> against(SortedSet<Integer> ports) {
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        String numbers = ports.toString();
        return Optional.of(
                Reason.warning(
                        String.format(
                                "this JVM listens on port %s already, for a debugger, for an agent"
                                        + " that comes before Clutch, or because it was handed the"
                                        + " socket: put -javaagent:clutch.jar first on the command"
                                        + " line, or drop the other",
                                numbers.substring(1, numbers.length() - 1))));
    }
}
