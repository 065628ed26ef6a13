package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * The file that {@code -XX:Flags} names: flags as after {@code -XX:}, separated by white space,
 * with quotes for white space within a line, and comments from {@code #} to the end of the line.
 */
final class SettingsFile {

    /** The JVM reads no further when a flag is longer. */
    private static final int LONGEST = 1023;

    private SettingsFile() {}

    /** Returns the flags as options, {@code -XX:} in front, in order. */
    static List<String> options(String content) {
        List<String> options = new ArrayList<>();
        StringBuilder flag = new StringBuilder();
        boolean comment = false;
        char quote = 0;
        for (int i = 0; i < content.length() && flag.length() < LONGEST; i++) {
            char c = content.charAt(i);
            if (comment) {
                comment = c != '\n';
            } else if (flag.length() == 0) {
                if (c == '#') {
                    comment = true;
                } else if (!OptionText.isSpace(c)) {
                    // Also a quote: it counts only within a flag.
                    flag.append(c);
                }
            } else if (c == '\n' || (quote == 0 && OptionText.isSpace(c))) {
                options.add("-XX:" + flag);
                flag.setLength(0);
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else {
                flag.append(c);
            }
        }
        if (flag.length() > 0) {
            options.add("-XX:" + flag);
        }
        return options;
    }
}
