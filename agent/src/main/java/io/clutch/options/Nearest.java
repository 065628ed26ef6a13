package io.clutch.options;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which option was meant by a name that does not exist. */
final class Nearest {

    private Nearest() {}

    /**
     * Returns the option whose name is nearest, or nothing if half of the letters or more would
     * have to change.
     */
    static Optional<Option> to(String key) {
        var given = key.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(Option.values())
                .filter(option -> 2 * distance(given, option.key()) < option.key().length())
                .min(Comparator.comparingInt(option -> distance(given, option.key())));
    }

    /**
     * Returns how many letters must be inserted, left out, replaced or swapped with their neighbour
     * to get from a to b.
     */
    static int distance(String a, String b) {
        int[] twoAbove = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], 1 + twoAbove[j - 2]);
                }
            }
            twoAbove = above;
            above = row;
        }
        return above[b.length()];
    }
}
