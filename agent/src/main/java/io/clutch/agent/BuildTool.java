package io.clutch.agent;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A build tool, one of its helpers, or a test runner: programs that may listen, but are used by one
 * person, once.
 */
final class BuildTool implements RoleCheck {

    private static final Set<String> CLASSES =
            Set.of(
                    // Maven 3 and 4 and mvnd's daemon, Maven 2
                    "org.codehaus.plexus.classworlds.launcher.Launcher",
                    "org.codehaus.classworlds.Launcher",
                    "xsbt.boot.Boot",
                    "sbt.ForkMain",
                    "dotty.tools.dotc.Main",
                    "scala.tools.nsc.Main",
                    "groovy.ui.GroovyMain$Compiler",
                    "org.codehaus.groovy.tools.FileSystemCompiler",
                    "com.intellij.rt.junit.JUnitStarter",
                    "com.intellij.rt.execution.junit.JUnitStarter",
                    "com.intellij.rt.testng.RemoteTestNGStarter",
                    "org.eclipse.jdt.internal.junit.runner.RemoteTestRunner",
                    "org.junit.runner.JUnitCore",
                    "org.testng.TestNG");

    private static final List<String> PACKAGES =
            List.of(
                    "bloop.",
                    "com.google.devtools.build.",
                    "mill.launcher.",
                    "mill.runner.",
                    "org.apache.maven.",
                    "org.apache.tools.ant.",
                    "org.gradle.",
                    "org.jetbrains.jps.",
                    "org.jetbrains.kotlin.cli.",
                    "org.jetbrains.kotlin.daemon.",
                    "org.jetbrains.kotlin.preloading.",
                    "org.junit.platform.console.",
                    "org.mvndaemon.mvnd.",
                    "org.openjdk.jmh.",
                    "worker.org.gradle.");

    /** How the names of jar files begin that are run with {@code -jar}. */
    private static final List<String> JARS =
            List.of(
                    "A-server.jar", // Bazel
                    "ant-launcher.jar",
                    "gradle-daemon-main-",
                    "gradle-gradle-cli-main-",
                    "gradle-launcher-",
                    "gradle-wrapper.jar",
                    "junit-platform-console-standalone",
                    "ktlint",
                    "maven-wrapper.jar",
                    "sbt-launch",
                    "surefirebooter");

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        MainProgram program = MainProgram.of(facts.command());
        boolean known =
                CLASSES.contains(program.className())
                        || startsWithAny(program.className(), PACKAGES)
                        || startsWithAny(program.jarName(), JARS)
                        || isLeiningen(program);
        return known
                ? Optional.of(Reason.quiet("a build tool: ".concat(facts.command())))
                : Optional.empty();
    }

    private static boolean isLeiningen(MainProgram program) {
        return program.className().equals("clojure.main")
                && program.arguments().startsWith("-m leiningen.");
    }

    private static boolean startsWithAny(String name, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
