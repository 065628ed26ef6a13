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
        String value = facts.property("clutch.".concat(key));
        if (value != null) {
            return value.strip();
        }
        value = facts.environment().get("CLUTCH_".concat(key.toUpperCase(Locale.ROOT)));
        if (value != null && !value.isBlank()) {
            return value.strip();
        }
        return atAgentArguments(key, facts.agentArguments());
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
