package io.clutch.agent;

import java.util.Optional;

/**
 * A JVM that runs nothing, as for {@code java -version}; or one inside another program, which
 * cannot be started again.
 */
final class NoMainClass implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        return facts.command().isEmpty() && facts.mainModule().isEmpty()
                ? Optional.of(Reason.quiet("this JVM has no main class"))
                : Optional.empty();
    }
}
