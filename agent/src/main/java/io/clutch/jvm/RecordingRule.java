package io.clutch.jvm;

import java.util.Map;

/**
 * {@code -XX:StartFlightRecording=…,filename=…} and the same with a colon.
 *
 * <p>The repository of {@code -XX:FlightRecorderOptions} needs nothing: every JVM makes a directory
 * of its own there.
 */
final class RecordingRule implements OptionRule {

    private static final String OPTION = "-XX:StartFlightRecording";

    /** The release from which on {@code %p} means the process id in the name of a recording. */
    private static final int PID_IN_NAMES = 25;

    @Override
    public String apply(String option, SlotPlace place) {
        int start = OPTION.length();
        if (!option.startsWith(OPTION + "=") && !option.startsWith(OPTION + ":")) {
            return option;
        }
        return option.substring(0, start + 1)
                + SlotPlace.replace(
                        option.substring(start + 1),
                        ',',
                        Map.of(
                                "filename",
                                name ->
                                        place.ownFileOrDirectory(
                                                name,
                                                place.pidSince(
                                                        PID_IN_NAMES, SlotName.Pid.EXPANDED))));
    }
}
