package io.clutch.jvm;

import java.util.Map;

/** {@code -XX:Name=value}, where the value names a file that the JVM writes. */
final class FlagRule implements OptionRule {

    private static final String START = "-XX:";

    /** The release from which on {@code %p} means the process id in the name of a heap dump. */
    private static final int PID_IN_HEAP_DUMPS = 25;

    private static final Map<String, Naming> FILES =
            Map.of(
                    "CRaCCheckpointTo",
                    (name, place) -> place.ownFile(name, SlotName.Pid.EXPANDED),
                    "ErrorFile",
                    FlagRule::escaped,
                    "HeapDumpPath",
                    (name, place) ->
                            place.ownFileOrDirectory(
                                    name,
                                    place.pidSince(
                                            PID_IN_HEAP_DUMPS, SlotName.Pid.EXPANDED_WITH_ESCAPES)),
                    "InlineDataFile",
                    FlagRule::escaped,
                    "JVMCINativeLibraryErrorFile",
                    FlagRule::escaped,
                    "LogFile",
                    (name, place) -> place.ownFile(name, SlotName.Pid.EXPANDED),
                    "PerfDataSaveFile",
                    FlagRule::escaped,
                    "ReplayDataFile",
                    FlagRule::escaped);

    /** Gives a file a name. */
    private interface Naming {
        String name(String asked, SlotPlace place);
    }

    private static String escaped(String name, SlotPlace place) {
        return place.ownFile(name, SlotName.Pid.EXPANDED_WITH_ESCAPES);
    }

    /** Returns the name of the flag that the option sets; empty if it sets none. */
    static String flag(String option) {
        if (!option.startsWith(START)) {
            return "";
        }
        int start = START.length();
        int end = start;
        if (option.startsWith("+", start) || option.startsWith("-", start)) {
            start++;
            end++;
        }
        while (end < option.length()
                && (Character.isLetterOrDigit(option.charAt(end)) || option.charAt(end) == '_')) {
            end++;
        }
        return option.substring(start, end);
    }

    /** Returns whether the option names a file that the JVM writes. */
    static boolean isFile(String option) {
        return FILES.containsKey(flag(option));
    }

    @Override
    public String apply(String option, SlotPlace place) {
        Naming naming = FILES.get(flag(option));
        int equals = option.indexOf('=');
        if (naming == null || equals < 0) {
            return option;
        }
        String name = option.substring(equals + 1);
        return option.substring(0, equals + 1) + naming.name(name, place);
    }
}
