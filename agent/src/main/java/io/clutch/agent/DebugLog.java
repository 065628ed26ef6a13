package io.clutch.agent;

/**
 * Whether the option {@code log} asks for what only a developer wants to know; without starting a
 * log.
 */
final class DebugLog {

    private DebugLog() {}

    static boolean isOn(LaunchFacts facts) {
        String level = Glance.atKnown("log", facts);
        return level.equals("debug") || level.equals("trace");
    }
}
