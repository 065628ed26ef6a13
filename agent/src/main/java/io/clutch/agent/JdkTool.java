package io.clutch.agent;

import java.util.List;
import java.util.Optional;

/**
 * A tool of the JDK: {@code javac}, {@code keytool}, {@code jcmd}. Not the source launcher, which
 * runs somebody's program.
 */
final class JdkTool implements RoleCheck {

    private static final List<String> PACKAGES =
            List.of("com.sun.tools.", "java.", "javax.", "jdk.", "sun.");

    private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        String main = MainProgram.of(facts.command()).className();
        if (main.startsWith(SOURCE_LAUNCHER)) {
            return Optional.empty();
        }
        String module = facts.mainModule();
        boolean tool = module.startsWith("jdk.") || module.startsWith("java.");
        for (String name : PACKAGES) {
            tool |= main.startsWith(name);
        }
        return tool
                ? Optional.of(Reason.quiet("a tool of the JDK: ".concat(facts.command())))
                : Optional.empty();
    }
}
