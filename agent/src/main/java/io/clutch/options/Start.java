package io.clutch.options;

/** In which order the first workers of a cluster start. */
public enum Start {
    /** Slot 1 alone; the others as soon as it listens. */
    FIRST,
    /** All slots at once. */
    TOGETHER
}
