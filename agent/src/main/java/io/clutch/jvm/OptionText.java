package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Options in one text, as environment variables ({@code JAVA_TOOL_OPTIONS}, {@code
 * JDK_JAVA_OPTIONS}, {@code _JAVA_OPTIONS}) and the file of {@code -XX:VMOptionsFile} hold them.
 *
 * <p>White space separates; what stands between two single or two double quotes is taken as it is;
 * quoted and other parts without white space between them are one word. There is no escape.
 */
final class OptionText {

    private OptionText() {}

    /**
     * A word.
     *
     * @param text what it says, without its quotes
     * @param start where it begins
     * @param end where it ends, exclusive
     */
    record Word(String text, int start, int end) {}

    /** Returns the words; nothing if a quote is not closed, with which no JVM starts. */
    static Optional<List<Word>> words(String text) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (true) {
            while (i < text.length() && isSpace(text.charAt(i))) {
                i++;
            }
            if (i == text.length()) {
                return Optional.of(words);
            }
            int start = i;
            StringBuilder word = new StringBuilder();
            while (i < text.length() && !isSpace(text.charAt(i))) {
                char c = text.charAt(i);
                if (c == '\'' || c == '"') {
                    int close = text.indexOf(c, i + 1);
                    if (close < 0) {
                        return Optional.empty();
                    }
                    word.append(text, i + 1, close);
                    i = close + 1;
                } else {
                    word.append(c);
                    i++;
                }
            }
            words.add(new Word(word.toString(), start, i));
        }
    }

    /** Returns a text with that word in it, and no other. */
    static String quote(String word) {
        if (isPlain(word)) {
            return word;
        }
        if (word.indexOf('"') < 0) {
            return "\"" + word + "\"";
        }
        if (word.indexOf('\'') < 0) {
            return "'" + word + "'";
        }
        StringBuilder quoted = new StringBuilder();
        int i = 0;
        while (i < word.length()) {
            char quote = word.charAt(i) == '"' ? '\'' : '"';
            int end = i;
            while (end < word.length() && word.charAt(end) != quote) {
                end++;
            }
            quoted.append(quote).append(word, i, end).append(quote);
            i = end;
        }
        return quoted.toString();
    }

    private static boolean isPlain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (isSpace(c) || c == '\'' || c == '"') {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /** What C calls white space. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
