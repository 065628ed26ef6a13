package io.clutch.ports;

import java.util.Locale;

/** Who gets the connections to a port that every worker binds. */
public enum PortPolicy {
    /** All workers share the port. */
    SHARED,
    /** Each worker has a port of its own: the number that it asked for, plus its slot, minus 1. */
    OFFSET,
    /** The port is the leader's; the others listen there too, but get no connections. */
    LEADER,
    /** Nothing is changed: the second worker that binds the port finds it in use. */
    OWN;

    /** Returns the word for it: {@code shared}, {@code offset}, {@code leader}, {@code own}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
