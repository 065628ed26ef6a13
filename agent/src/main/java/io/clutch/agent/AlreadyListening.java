package io.clutch.agent;

import java.util.Optional;
import java.util.SortedSet;

/**
 * A JVM that listens before the application does: a debugger or an agent that came earlier on the
 * command line. A second process could not open the same port, and this one, as a master, would
 * hold it for nothing.
 */
final class AlreadyListening implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        SortedSet<Integer> ports = facts.listeningPorts();
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
