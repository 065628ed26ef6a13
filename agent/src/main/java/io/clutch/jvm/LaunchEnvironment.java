package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An environment as the kernel holds it: byte strings, mostly of the form {@code NAME=value}, in
 * some order. Nobody has to be able to read them as text.
 *
 * @param entries the strings; the arrays are not to be changed
 */
public record LaunchEnvironment(List<byte[]> entries) {

    /** Copies the list. */
    public LaunchEnvironment {
        entries = List.copyOf(entries);
    }

    /** Returns the value of a variable; of several of that name, the first one's. */
    public Optional<byte[]> value(String name) {
        byte[] start = start(name);
        for (byte[] entry : entries) {
            if (isOf(entry, start)) {
                return Optional.of(Arrays.copyOfRange(entry, start.length, entry.length));
            }
        }
        return Optional.empty();
    }

    /** Returns the values by name. */
    public Map<String, byte[]> variables() {
        Map<String, byte[]> variables = new HashMap<>();
        for (byte[] entry : entries) {
            String text = new String(entry, ISO_8859_1);
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(
                        text.substring(0, equals),
                        Arrays.copyOfRange(entry, equals + 1, entry.length));
            }
        }
        return variables;
    }

    /** Returns the environment without some variables. */
    public LaunchEnvironment without(Collection<String> names) {
        List<byte[]> left = new ArrayList<>(entries);
        for (String name : names) {
            byte[] start = start(name);
            for (int i = left.size() - 1; i >= 0; i--) {
                if (isOf(left.get(i), start)) {
                    left.remove(i);
                }
            }
        }
        return new LaunchEnvironment(left);
    }

    /**
     * Returns the environment with some variables set, in place of those of the same names.
     *
     * @param variables US-ASCII names, and values that the charset of this locale can express
     */
    public LaunchEnvironment with(Map<String, String> variables) {
        List<byte[]> entries = new ArrayList<>(without(variables.keySet()).entries);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String entry = variable.getKey() + "=" + variable.getValue();
            entries.add(entry.getBytes(ProcessCharset.current()));
        }
        return new LaunchEnvironment(entries);
    }

    private static byte[] start(String name) {
        return (name + "=").getBytes(US_ASCII);
    }

    private static boolean isOf(byte[] entry, byte[] start) {
        return entry.length >= start.length
                && Arrays.equals(entry, 0, start.length, start, 0, start.length);
    }
}
