package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * What the launcher makes of the content of an {@code @argfile}: words, with its rules for white
 * space, quotes, escapes, continued lines and comments, odd cases included.
 */
final class ArgumentFile {

    private enum State {
        BETWEEN,
        COMMENT,
        WORD,
        QUOTED,
        ESCAPE,
        CONTINUED
    }

    private final List<String> words = new ArrayList<>();

    /** Parts of the current word that are decided. */
    private final StringBuilder parts = new StringBuilder();

    private boolean anyPart;

    /** The part that a comment would take away again. */
    private final StringBuilder open = new StringBuilder();

    private State state = State.BETWEEN;
    private char quote;

    private ArgumentFile() {}

    /** Returns the words, in order. */
    static List<String> words(String content) {
        ArgumentFile file = new ArgumentFile();
        for (int i = 0; i < content.length(); i++) {
            file.take(content.charAt(i));
        }
        return file.end();
    }

    private void take(char c) {
        switch (state) {
            case BETWEEN -> {
                if (!isSpace(c)) {
                    state = State.WORD;
                    takeInWord(c);
                }
            }
            case CONTINUED -> {
                if (!isSpace(c)) {
                    state = State.QUOTED;
                    takeInWord(c);
                }
            }
            case ESCAPE -> takeEscaped(c);
            case COMMENT -> {
                if (isLineEnd(c)) {
                    state = State.BETWEEN;
                }
            }
            case WORD, QUOTED -> takeInWord(c);
        }
    }

    private void takeEscaped(char c) {
        if (isLineEnd(c)) {
            state = State.CONTINUED;
            return;
        }
        addPart(
                switch (c) {
                    case 'n' -> "\n";
                    case 'r' -> "\r";
                    case 't' -> "\t";
                    case 'f' -> "\f";
                    default -> String.valueOf(c);
                });
        state = State.QUOTED;
    }

    private void takeInWord(char c) {
        boolean quoted = state == State.QUOTED;
        if (isLineEnd(c) || (isSpace(c) && !quoted)) {
            // Even an open quote ends with its line.
            close();
            words.add(parts.toString());
            parts.setLength(0);
            anyPart = false;
            state = State.BETWEEN;
        } else if (c == '#' && !quoted) {
            // What stands before it since the last quote is gone; what was quoted is not, and
            // goes on in the next line.
            open.setLength(0);
            state = State.COMMENT;
        } else if (c == '\\' && quoted) {
            close();
            anyPart = true;
            state = State.ESCAPE;
        } else if ((c == '\'' || c == '"') && (!quoted || quote == c)) {
            close();
            if (quoted) {
                state = State.WORD;
            } else {
                quote = c;
                state = State.QUOTED;
            }
        } else {
            open.append(c);
        }
    }

    private List<String> end() {
        if (state == State.WORD || state == State.QUOTED) {
            close();
            // An empty pair of quotes is a word at the end of a line, and nothing at the end of
            // the file.
            if (anyPart) {
                words.add(parts.toString());
            }
        }
        return words;
    }

    private void close() {
        if (open.length() > 0) {
            addPart(open.toString());
            open.setLength(0);
        }
    }

    private void addPart(String part) {
        parts.append(part);
        anyPart = true;
    }

    /** Returns a content that has these words, one in a line. */
    static String render(List<String> words) {
        StringBuilder content = new StringBuilder();
        for (String word : words) {
            content.append('"');
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                switch (c) {
                    case '\n' -> content.append("\\n");
                    case '\r' -> content.append("\\r");
                    case '\t' -> content.append("\\t");
                    case '\f' -> content.append("\\f");
                    case '"', '\\' -> content.append('\\').append(c);
                    default -> content.append(c);
                }
            }
            content.append("\"\n");
        }
        return content.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\f' || isLineEnd(c);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
