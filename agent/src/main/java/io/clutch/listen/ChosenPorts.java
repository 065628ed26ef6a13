package io.clutch.listen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The ports that the system has chosen where an application asked for port 0: once for the
 * how-many-th such bind of a process, so that all workers get the same one, successors included.
 */
final class ChosenPorts {

    /** More than this are not remembered once nobody listens on them. */
    static final int MAX_REMEMBERED = 256;

    private record Key(Endpoint place, int ordinal) {}

    // In the order of first use: what is forgotten is the oldest.
    private final Map<Key, Integer> ports = new LinkedHashMap<>();

    OptionalInt find(Endpoint place, int ordinal) {
        var port = ports.get(new Key(place, ordinal));
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /**
     * Remembers a choice.
     *
     * @param inUse tells whether somebody listens at a place
     */
    void remember(Endpoint place, int ordinal, int port, Predicate<Endpoint> inUse) {
        ports.put(new Key(place, ordinal), port);
        var idle =
                ports.entrySet().stream()
                        .filter(e -> !inUse.test(e.getKey().place().at(e.getValue())))
                        .map(Map.Entry::getKey)
                        .toList();
        idle.stream().limit(Math.max(0, idle.size() - MAX_REMEMBERED)).forEach(ports::remove);
    }

    /** Forgets a choice that somebody else has taken meanwhile. */
    void forget(Endpoint place, int ordinal) {
        ports.remove(new Key(place, ordinal));
    }
}
