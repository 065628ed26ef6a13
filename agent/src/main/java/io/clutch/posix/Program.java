package io.clutch.posix;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A program to execute, in bytes.
 *
 * @param paths where its file may be; the first that there is counts
 * @param arguments its arguments, the name that it goes by first
 * @param environment its environment, in entries such as {@code LANG=C}
 */
public record Program(List<byte[]> paths, List<byte[]> arguments, List<byte[]> environment) {

    private static final long END = -1;

    /**
     * Copies the lists; the arrays are not to be changed.
     *
     * @throws IllegalArgumentException if there is no path, no argument, or a zero byte in any of
     *     them
     */
    public Program {
        paths = List.copyOf(paths);
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        if (paths.isEmpty() || arguments.isEmpty()) {
            throw new IllegalArgumentException("a program has a path and a name");
        }
        requireNoZero(paths);
        requireNoZero(arguments);
        requireNoZero(environment);
    }

    private static void requireNoZero(List<byte[]> strings) {
        for (byte[] string : strings) {
            for (byte b : string) {
                if (b == 0) {
                    throw new IllegalArgumentException("a zero byte in " + Arrays.toString(string));
                }
            }
        }
    }

    /** Returns all strings, each with a zero byte behind it. */
    byte[] strings() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (List<byte[]> list : List.of(paths, arguments, environment)) {
            for (byte[] string : list) {
                all.writeBytes(string);
                all.write(0);
            }
        }
        return all.toByteArray();
    }

    /** Returns where each string begins, with -1 behind each of the three lists. */
    long[] offsets() {
        long[] offsets = new long[paths.size() + arguments.size() + environment.size() + 3];
        long offset = 0;
        int i = 0;
        for (List<byte[]> list : List.of(paths, arguments, environment)) {
            for (byte[] string : list) {
                offsets[i++] = offset;
                offset += string.length + 1;
            }
            offsets[i++] = END;
        }
        return offsets;
    }
}
