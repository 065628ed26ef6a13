package io.clutch.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that writes an archive or a profile to one file: several processes would race for it.
 *
 * <p>Most such runs are made on purpose and once. But {@code AutoCreateSharedArchive} is an option
 * that people leave in place; there, somebody may wonder where the cluster is.
 */
final class TrainingRun implements RoleCheck {

    private static final List<String> WRITING =
            List.of(
                    "-XX:AOTCacheOutput=",
                    "-XX:AOTMode=create",
                    "-XX:AOTMode=record",
                    "-XX:+AOTRecordTraining",
                    "-XX:ArchiveClassesAtExit=",
                    "-XX:DumpLoadedClassList=",
                    "-XX:+DumpSharedSpaces",
                    "-XX:+RecordDynamicDumpInfo",
                    "-Xshare:dump",
                    "-agentlib:native-image-agent");

    private static final String FLAG = "-XX:";
    private static final String AUTOMATIC = "-XX:+AutoCreateSharedArchive";

    @Override
    public Optional<Reason> against(LaunchFacts facts) {
        String automatic = null;
        for (String option : lastOfEach(facts.runtimeArguments()).values()) {
            for (String writing : WRITING) {
                if (option.startsWith(writing)) {
                    return Optional.of(
                            Reason.quiet(
                                    "the JVM is to write a file for later runs: ".concat(option)));
                }
            }
            if (option.equals(AUTOMATIC)) {
                automatic = option;
            }
        }
        return automatic == null
                ? Optional.empty()
                : Optional.of(
                        Reason.warning(
                                automatic.concat(
                                        " makes the JVM write an archive at its end, for which"
                                            + " several processes would race (create it once with"
                                            + " -XX:ArchiveClassesAtExit, and use it without that"
                                            + " option)")));
    }

    /**
     * Returns the options by their names, as the last one of a name is the one that holds. What a
     * file says that {@code -XX:Flags} names comes first, and without {@code -XX:}.
     */
    private static Map<String, String> lastOfEach(List<String> options) {
        Map<String, String> last = new LinkedHashMap<>();
        for (String option : options) {
            String full = option.startsWith("-") ? option : FLAG.concat(option);
            last.put(nameOf(full), full);
        }
        return last;
    }

    private static String nameOf(String option) {
        String name = option;
        if (name.startsWith("-Xshare:")) {
            return "-Xshare";
        }
        if (name.startsWith(FLAG)) {
            name = name.substring(FLAG.length());
            if (name.startsWith("+") || name.startsWith("-")) {
                name = name.substring(1);
            }
        }
        int equals = name.indexOf('=');
        return equals < 0 ? name : name.substring(0, equals);
    }
}
