package io.clutch.jvm;

/** What a started process reads from. */
public enum StandardInput {
    /** What this process reads from. */
    INHERITED,
    /**
     * Nothing, without an end: a pipe that stays open for as long as this process lives. Where this
     * process reads from {@code /dev/null}, so does the other.
     */
    SILENT
}
