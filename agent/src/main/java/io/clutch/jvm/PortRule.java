package io.clutch.jvm;

import java.util.List;

/** The ports of the debugger and of remote JMX. */
final class PortRule implements OptionRule {

    private static final String JMX = "com.sun.management.jmxremote.port";
    private static final String RMI = "com.sun.management.jmxremote.rmi.port";

    /** The system properties, and the properties of the management agent's file, that are ports. */
    static final List<String> PROPERTIES = List.of(JMX, RMI);

    /** Returns what the port in that option is for, in the middle of a sentence. */
    static String purpose(String option) {
        if (option.startsWith("-D" + RMI)) {
            return "RMI of JMX";
        }
        if (option.startsWith("-D" + JMX)) {
            return "JMX";
        }
        return JdwpOptions.of(option) != null ? "debugger" : "agent";
    }

    @Override
    public String apply(String option, SlotPlace place) {
        for (String property : PROPERTIES) {
            String start = "-D" + property + "=";
            if (option.startsWith(start)) {
                return start + place.movedPort(option.substring(start.length()));
            }
        }
        JdwpOptions jdwp = JdwpOptions.of(option);
        return jdwp == null || jdwp.port() == 0
                ? option
                : jdwp.withPort(place.ports().applyAsInt(jdwp.port()));
    }
}
