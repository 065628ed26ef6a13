package io.clutch.lean;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.LaunchEnvironment;
import io.clutch.posix.SignalSet;
import java.util.List;
import java.util.Map;

/**
 * What the launch JVM knows, and the JVM that takes its place has to be told.
 *
 * @param version the version of Clutch
 * @param command the command line of the launch
 * @param environment the environment of the launch
 * @param blocked the signals that were blocked at the launch
 * @param ignored the signals that were ignored at the launch
 * @param mainCommand the system property {@code sun.java.command}: what the application is
 * @param jvmOptions the launch JVM's options, from wherever they came
 * @param options where the values of Clutch's options come from
 * @param directory the control directory
 * @param directoryRefusals the directories that were tried before, each with why it did not do
 * @param library the file of the native library
 * @param libraryRefusals as {@code directoryRefusals}
 */
public record LaunchRecord(
        String version,
        LaunchCommand command,
        LaunchEnvironment environment,
        SignalSet blocked,
        SignalSet ignored,
        String mainCommand,
        List<String> jvmOptions,
        Sources options,
        String directory,
        List<String> directoryRefusals,
        String library,
        List<String> libraryRefusals) {

    /** Copies the lists. */
    public LaunchRecord {
        jvmOptions = List.copyOf(jvmOptions);
        directoryRefusals = List.copyOf(directoryRefusals);
        libraryRefusals = List.copyOf(libraryRefusals);
    }

    /**
     * Where the values of Clutch's options come from.
     *
     * @param agentArguments what follows {@code -javaagent:clutch.jar=}, each time
     * @param environment the environment variables that may be options
     * @param properties the system properties that may be options
     * @param cpus how many CPUs the launch JVM may use
     */
    public record Sources(
            List<String> agentArguments,
            Map<String, String> environment,
            Map<String, String> properties,
            int cpus) {

        /** Copies the collections. */
        public Sources {
            agentArguments = List.copyOf(agentArguments);
            environment = Map.copyOf(environment);
            properties = Map.copyOf(properties);
        }
    }
}
