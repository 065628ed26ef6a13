package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;

/** {@code -Xlog:what:output:decorators:output-options} and {@code -Xloggc:output}. */
final class LogRule implements OptionRule {

    private static final String LOG = "-Xlog:";
    private static final String OLD = "-Xloggc:";
    private static final String FILE = "file=";
    private static final int PARTS = 4;
    private static final int OUTPUT = 1;

    @Override
    public String apply(String option, SlotPlace place) {
        if (option.startsWith(OLD)) {
            return OLD + output(option.substring(OLD.length()), place);
        }
        if (!option.startsWith(LOG) || option.startsWith(LOG + "async")) {
            return option;
        }
        List<String> parts = parts(option.substring(LOG.length()));
        if (parts.size() <= OUTPUT) {
            return option;
        }
        parts.set(OUTPUT, output(parts.get(OUTPUT), place));
        return LOG + String.join(":", parts);
    }

    /** Splits at colons that are not quoted; what follows the fourth part stays with it. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length() && parts.size() < PARTS - 1; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String output(String output, SlotPlace place) {
        boolean noFile =
                output.isEmpty()
                        || output.equals("stdout")
                        || output.equals("stderr")
                        || output.startsWith("#");
        if (noFile) {
            return output;
        }
        String type = output.startsWith(FILE) ? FILE : "";
        String name = output.substring(type.length());
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            return type + "\"" + ownFile(name.substring(1, name.length() - 1), place) + "\"";
        }
        // Any other type of output, or a quote in the middle, is an error of the user's.
        return (type.isEmpty() && name.indexOf('=') >= 0) || name.indexOf('"') >= 0
                ? output
                : type + ownFile(name, place);
    }

    private static String ownFile(String name, SlotPlace place) {
        return place.ownFile(name, SlotName.Pid.EXPANDED);
    }
}
