package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * What was written as one word, and what the launcher makes of it.
 *
 * @param raw as it was written
 * @param form what it is
 * @param words the words that it stands for
 */
record LaunchPart(String raw, Form form, List<LaunchWord> words) {

    /** How a word can be written. */
    enum Form {
        /** As it is. */
        PLAIN,
        /** With a second {@code @} in front. */
        ESCAPED,
        /** As the name of a file that holds words. */
        FILE,
        /** As the name of such a file that cannot be read. */
        UNREADABLE,
        /** As several words with white space between them. */
        SPLIT
    }

    LaunchPart {
        words = List.copyOf(words);
    }

    boolean isChanged() {
        for (LaunchWord word : words) {
            if (word.isChanged()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the words for a worker, each as the launcher has to be given it in this place. */
    List<String> literalWords() {
        List<String> texts = new ArrayList<>();
        for (LaunchWord word : words) {
            for (String text : word.becomes()) {
                texts.add(word.literally(text));
            }
        }
        return texts;
    }

    /** Returns the words for a worker as they are. */
    List<String> plainWords() {
        List<String> texts = new ArrayList<>();
        for (LaunchWord word : words) {
            texts.addAll(word.becomes());
        }
        return texts;
    }
}
