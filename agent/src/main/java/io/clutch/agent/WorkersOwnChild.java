package io.clutch.agent;

import java.util.Optional;

/**
 * A JVM that a worker's application has started: it inherits the worker's environment and {@code
 * JAVA_TOOL_OPTIONS}.
 */
final class WorkersOwnChild implements RoleCheck {

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        return WorkerMark.isPresent(facts) && !WorkerMark.isWorker(facts)
                ? Optional.of(Reason.quiet("a worker's application started this JVM"))
                : Optional.empty();
    }
}
