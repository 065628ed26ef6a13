package io.clutch.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a JVM is to be, by a list of checks.
 *
 * <p>The checks come in stages, the cheap ones first. A stage that gives a reason decides, with all
 * the reasons of that stage; what costs more is not looked at any more. So {@code javac} pays next
 * to nothing.
 */
final class RoleDecision {

    private final List<List<RoleCheck>> stages;

    RoleDecision(List<List<RoleCheck>> stages) {
        this.stages = stages;
    }

    /** Returns the decision as it is made in earnest. */
    static RoleDecision standard() {
        return new RoleDecision(
                List.of(
                        // system properties and the environment
                        List.of(
                                new NoMainClass(),
                                new JdkTool(),
                                new BuildTool(),
                                new WorkersOwnChild()),
                        // the options of the JVM, unless what goes before them says enough
                        List.of(new SwitchedOff()),
                        List.of(new TrainingRun()),
                        // the system
                        List.of(new NotLinux(), new AlreadyListening())));
    }

    Role decide(LaunchFacts facts) {
        if (WorkerMark.isWorker(facts)) {
            return new Role.Worker();
        }
        for (List<RoleCheck> stage : stages) {
            List<Reason> reasons = new ArrayList<>();
            for (RoleCheck check : stage) {
                Optional<Reason> reason = check.against(facts);
                if (reason.isPresent()) {
                    reasons.add(reason.get());
                }
            }
            if (!reasons.isEmpty()) {
                return new Role.Bystander(List.copyOf(reasons));
            }
        }
        return new Role.Master();
    }
}
