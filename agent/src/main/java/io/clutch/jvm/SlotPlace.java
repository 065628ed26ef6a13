package io.clutch.jvm;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What the rules for options know of the place that an option is for.
 *
 * @param slot the slot's number
 * @param feature the JDK's feature release, as in 17
 * @param ports what becomes of a port
 * @param files the files that options name
 */
record SlotPlace(int slot, int feature, IntUnaryOperator ports, FileView files) {

    /** Returns the number for which it stands, moved; the text itself if it is no port. */
    String movedPort(String text) {
        if (!JdwpOptions.isNumber(text)) {
            return text;
        }
        int port = Integer.parseInt(text);
        return port == 0 ? text : Integer.toString(ports.applyAsInt(port));
    }

    /**
     * Returns the name of a file that this slot alone writes to: the same if it is unique anyway,
     * or if it is a device or a pipe.
     */
    String ownFile(String name, SlotName.Pid pid) {
        boolean shared =
                name.isEmpty()
                        || SlotName.isUnique(name, pid)
                        || files.kind(name) == FileView.Kind.OTHER;
        return shared ? name : SlotName.insert(name, slot);
    }

    /** As {@link #ownFile}; but in a directory, the JVM chooses a unique name. */
    String ownFileOrDirectory(String name, SlotName.Pid pid) {
        return files.kind(name) == FileView.Kind.DIRECTORY || name.endsWith("/")
                ? name
                : ownFile(name, pid);
    }

    /** What a JVM of that release makes of {@code %p}. */
    SlotName.Pid pidSince(int release, SlotName.Pid then) {
        return feature >= release ? then : SlotName.Pid.LITERAL;
    }

    /** Returns the values of a list of {@code name=value}, some of them given anew. */
    static String replace(String list, char separator, Map<String, ValueRule> rules) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i <= list.length()) {
            int end = endOfItem(list, separator, i);
            String item = list.substring(i, end);
            int equals = item.indexOf('=');
            ValueRule rule = equals < 0 ? null : rules.get(item.substring(0, equals).strip());
            result.append(
                    rule == null
                            ? item
                            : item.substring(0, equals + 1)
                                    + quoted(item.substring(equals + 1), rule));
            if (end < list.length()) {
                result.append(separator);
            }
            i = end + 1;
        }
        return result.toString();
    }

    private static String quoted(String value, ValueRule rule) {
        char first = value.isEmpty() ? 0 : value.charAt(0);
        if ((first == '"' || first == '\'')
                && value.length() > 1
                && value.charAt(value.length() - 1) == first) {
            return first + rule.apply(value.substring(1, value.length() - 1)) + first;
        }
        return rule.apply(value);
    }

    private static int endOfItem(String list, char separator, int start) {
        char quote = 0;
        for (int i = start; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && list.charAt(Math.max(i - 1, start)) == '=') {
                quote = c;
            } else if (c == separator) {
                return i;
            }
        }
        return list.length();
    }

    /** What becomes of a value. */
    interface ValueRule {
        String apply(String value);
    }
}
