package io.clutch.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads what follows {@code -javaagent:clutch.jar=}: {@code key=value,key=value}. */
final class AgentArguments {

    private AgentArguments() {}

    /**
     * Reads agent arguments.
     *
     * @param text {@code key=value} parts between commas; a comma inside a value is written {@code
     *     \,}; empty parts mean nothing
     * @return the values by option; of an option that is named twice the last one
     * @throws OptionException if an option does not exist
     */
    static Map<Option, String> parse(String text) throws OptionException {
        var values = new EnumMap<Option, String>(Option.class);
        for (var part : split(text)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            var key = (equals < 0 ? part : part.substring(0, equals)).strip();
            var option =
                    Option.of(key)
                            .orElseThrow(
                                    () -> OptionException.unknown(key, "in the agent arguments"));
            values.put(option, equals < 0 ? "" : part.substring(equals + 1).strip());
        }
        return values;
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
                part.append(',');
                i++;
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
