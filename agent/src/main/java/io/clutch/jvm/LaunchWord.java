package io.clutch.jvm;

import java.util.ArrayList;
import java.util.List;

/** A word that the launcher or the JVM reads, and what it becomes for a worker. */
final class LaunchWord {

    /** What the launcher takes a word for. */
    enum Role {
        /** An option of the JVM or of the launcher. */
        OPTION,
        /** The value of the option before it. */
        VALUE,
        /** The class, jar, module or source file to run. */
        MAIN,
        /** The application's own. */
        APPLICATION
    }

    private final String text;
    private final boolean mayBeFile;
    private final List<String> becomes = new ArrayList<>();
    private Role role = Role.APPLICATION;

    /**
     * Creates a word.
     *
     * @param mayBeFile whether the launcher, where this word is, takes a word that begins with
     *     {@code @} for the name of a file
     */
    LaunchWord(String text, boolean mayBeFile) {
        this.text = text;
        this.mayBeFile = mayBeFile;
        becomes.add(text);
    }

    String text() {
        return text;
    }

    Role role() {
        return role;
    }

    void is(Role known) {
        role = known;
    }

    /** Returns what it becomes, itself as long as nobody says anything else. */
    List<String> becomes() {
        return becomes;
    }

    void become(String other) {
        becomes.set(0, other);
    }

    /** Lets another word follow. */
    void followedBy(String other) {
        becomes.add(other);
    }

    boolean isChanged() {
        return becomes.size() > 1 || !becomes.get(0).equals(text);
    }

    /** Returns what the launcher has to be given here so that it takes it for that word. */
    String literally(String word) {
        return mayBeFile && word.length() > 1 && word.startsWith("@") ? "@" + word : word;
    }
}
