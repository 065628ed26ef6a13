package io.clutch.jvm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The grammar of the JDK's launcher: which words are options, which belong to the option before
 * them, where {@code @argfiles} are expanded, and where the application begins.
 *
 * <p>One object reads one launch: first {@code JDK_JAVA_OPTIONS}, then the command line, word by
 * word.
 */
final class Launcher {

    /**
     * Options whose value is the next word. Those that only later JDKs have are here as well: with
     * an earlier one, a JVM that is given them does not start.
     */
    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--add-exports",
                    "--add-modules",
                    "--add-opens",
                    "--add-reads",
                    "--class-path",
                    "--describe-module",
                    "--enable-final-field-mutation",
                    "--enable-native-access",
                    "--finalization",
                    "--illegal-final-field-mutation",
                    "--illegal-native-access",
                    "--limit-modules",
                    "--module",
                    "--module-path",
                    "--patch-module",
                    "--source",
                    "--sun-misc-unsafe-memory-access",
                    "--upgrade-module-path",
                    "-classpath",
                    "-cp",
                    "-d",
                    "-m",
                    "-p");

    private static final Set<String> MODULE = Set.of("--module", "-m");
    private static final String MODULE_WITH_VALUE = "--module=";

    private final FileView files;
    private final List<LaunchWord> words = new ArrayList<>();

    private boolean awaitsValue;
    private boolean expands = true;
    private boolean inApplication;

    Launcher(FileView files) {
        this.files = files;
    }

    /** Reads a word of the command line. */
    LaunchPart readArgument(String raw) {
        if (!inApplication && expands && raw.startsWith("--source") && raw.indexOf(' ') >= 0) {
            // The first line of a script: the system hands it over as one argument.
            List<LaunchWord> found = new ArrayList<>();
            for (String word : raw.split("[ \\x09-\\x0d]+")) {
                found.addAll(read(word, LaunchPart.Form.PLAIN).words());
            }
            return new LaunchPart(raw, LaunchPart.Form.SPLIT, found);
        }
        return read(raw, LaunchPart.Form.PLAIN);
    }

    /** Reads a word of {@code JDK_JAVA_OPTIONS}. */
    LaunchPart readVariable(String word) {
        return read(word, LaunchPart.Form.PLAIN);
    }

    private LaunchPart read(String raw, LaunchPart.Form plain) {
        if (inApplication || !expands || !raw.startsWith("@") || raw.length() == 1) {
            return new LaunchPart(raw, plain, List.of(add(raw)));
        }
        if (raw.startsWith("@@")) {
            return new LaunchPart(raw, LaunchPart.Form.ESCAPED, List.of(add(raw.substring(1))));
        }
        List<LaunchWord> found = new ArrayList<>();
        try {
            for (String word : ArgumentFile.words(files.read(raw.substring(1)))) {
                found.add(add(word));
            }
        } catch (IOException e) {
            // The launcher will say so.
            return new LaunchPart(raw, LaunchPart.Form.UNREADABLE, List.of());
        }
        return new LaunchPart(raw, LaunchPart.Form.FILE, found);
    }

    private LaunchWord add(String text) {
        LaunchWord word = new LaunchWord(text, expands && !inApplication);
        words.add(word);
        if (!inApplication) {
            follow(text);
        }
        return word;
    }

    private void follow(String word) {
        if (!word.startsWith("-")) {
            inApplication = !awaitsValue;
            awaitsValue = false;
            return;
        }
        awaitsValue = WITH_VALUE.contains(word) && !MODULE.contains(word);
        if (word.equals("--disable-@files")) {
            expands = false;
        } else if (word.startsWith(MODULE_WITH_VALUE)) {
            inApplication = true;
        }
    }

    /** Says of all words that were read what they are. */
    void assignRoles() {
        int i = 0;
        Optional<LaunchWord> module = Optional.empty();
        while (module.isEmpty() && i < words.size() && words.get(i).text().startsWith("-")) {
            LaunchWord option = words.get(i++);
            option.is(LaunchWord.Role.OPTION);
            boolean hasNext = i < words.size() && !words.get(i).text().startsWith("-");
            if (option.text().startsWith(MODULE_WITH_VALUE)) {
                option.is(LaunchWord.Role.MAIN);
                module = Optional.of(option);
            } else if (WITH_VALUE.contains(option.text()) && hasNext) {
                LaunchWord value = words.get(i++);
                value.is(LaunchWord.Role.VALUE);
                if (MODULE.contains(option.text()) && !value.text().isEmpty()) {
                    value.is(LaunchWord.Role.MAIN);
                    module = Optional.of(value);
                }
            }
        }
        if (module.isEmpty() && i < words.size()) {
            words.get(i++).is(LaunchWord.Role.MAIN);
        }
        while (i < words.size()) {
            words.get(i++).is(LaunchWord.Role.APPLICATION);
        }
    }
}
