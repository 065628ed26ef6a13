package io.clutch.agent;

import java.util.List;
import java.util.Locale;

/**
 * A look at one option before it is known whether options matter in this JVM: wrong ones elsewhere
 * among them are none of its business, and neither is a wrong value of this one. Same sources and
 * same order of precedence as in {@link io.clutch.options.Options}.
 */
final class Glance {

    private Glance() {}

    /** Returns the option's value as given; empty if nobody gave one. */
    static String at(String key, LaunchFacts facts) {
        String value = atOverrides(key, facts);
        return value == null ? atAgentArguments(key, facts.agentArguments()) : value;
    }

    /**
     * As {@link #at}, without the other times that the agent may be named, which would cost time.
     */
    static String atKnown(String key, LaunchFacts facts) {
        String value = atOverrides(key, facts);
        return value == null ? atAgentArguments(key, facts.knownAgentArguments()) : value;
    }

    /**
     * Returns what a system property or the environment says, {@code null} if neither says
     * anything.
     */
    private static String atOverrides(String key, LaunchFacts facts) {
        String value = facts.property("clutch.".concat(key));
        if (value != null) {
            return value.strip();
        }
        value = facts.environment().get("CLUTCH_".concat(key.toUpperCase(Locale.ROOT)));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String atAgentArguments(String key, List<String> agentArguments) {
        String value = "";
        for (String arguments : agentArguments) {
            // A comma after a backslash is part of a value.
            for (String part : arguments.split("(?<!\\\\),", -1)) {
                int equals = part.indexOf('=');
                if (equals >= 0 && part.substring(0, equals).strip().equals(key)) {
                    value = part.substring(equals + 1).strip();
                }
            }
        }
        return value;
    }
}
