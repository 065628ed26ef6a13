package io.clutch.it;

import java.util.List;

/**
 * What an application of {@code io.clutch.it.apps} says of itself to whoever connects: lines of
 * {@code key=value}.
 *
 * @param lines all of them
 */
record Answer(List<String> lines) {

    /** The slot that the process was told to be in; empty outside of a cluster. */
    String slot() {
        return value("slot");
    }

    /** The process that answered. */
    long pid() {
        return Long.parseLong(value("pid"));
    }

    /** The values of a key that may occur more than once. */
    List<String> values(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    /** The value of a key. */
    String value(String key) {
        var values = values(key);
        if (values.size() != 1) {
            throw new IllegalStateException("'" + key + "' is there " + values.size() + " times");
        }
        return values.get(0);
    }
}
