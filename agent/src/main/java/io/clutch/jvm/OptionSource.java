package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where options of a JVM come from: the command line, or a text such as that of an environment
 * variable.
 */
final class OptionSource {

    /** How many bytes the content of an {@code @argfile} may add to a command line. */
    private static final int LONGEST_EXPANSION = 16 * 1024;

    private final String name;
    private final String text;
    private final List<Placed> parts = new ArrayList<>();

    /** A part, and where it stands in the text. */
    private record Placed(LaunchPart part, int start, int end) {}

    /**
     * Creates a source without any parts.
     *
     * @param name what to call files that have to be written for it
     * @param text the whole text; empty for the command line
     */
    OptionSource(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Returns the source in a text as the JVM itself reads it, without the launcher. */
    static OptionSource ofText(String name, String text) {
        OptionSource source = new OptionSource(name, text);
        for (OptionText.Word word : OptionText.words(text).orElse(List.of())) {
            LaunchWord option = new LaunchWord(word.text(), false);
            option.is(LaunchWord.Role.OPTION);
            source.add(
                    new LaunchPart(word.text(), LaunchPart.Form.PLAIN, List.of(option)),
                    word.start(),
                    word.end());
        }
        return source;
    }

    void add(LaunchPart part, int start, int end) {
        parts.add(new Placed(part, start, end));
    }

    String name() {
        return name;
    }

    /** Returns all words, in order. */
    List<LaunchWord> words() {
        return parts.stream().flatMap(placed -> placed.part().words().stream()).toList();
    }

    boolean isChanged() {
        return parts.stream().anyMatch(placed -> placed.part().isChanged());
    }

    /** Returns the words of the command line as they are to be written for a worker. */
    List<String> line(SlotFiles files) {
        List<String> line = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            line.addAll(written(parts.get(i).part(), i, files));
        }
        return line;
    }

    /** Returns the text for a worker: the parts that change are quoted anew, all else stays. */
    String text(SlotFiles files) {
        StringBuilder changed = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < parts.size(); i++) {
            Placed placed = parts.get(i);
            if (placed.part().isChanged()) {
                changed.append(text, copied, placed.start());
                changed.append(
                        written(placed.part(), i, files).stream()
                                .map(OptionText::quote)
                                .collect(Collectors.joining(" ")));
                copied = placed.end();
            }
        }
        return changed.append(text, copied, text.length()).toString();
    }

    private List<String> written(LaunchPart part, int index, SlotFiles files) {
        if (!part.isChanged()) {
            return List.of(part.raw());
        }
        List<String> words = part.literalWords();
        if (part.form() != LaunchPart.Form.FILE) {
            return words;
        }
        int bytes = words.stream().mapToInt(word -> word.length() + 1).sum();
        return bytes <= LONGEST_EXPANSION
                ? words
                : List.of("@" + files.write(name + index, ArgumentFile.render(part.plainWords())));
    }
}
