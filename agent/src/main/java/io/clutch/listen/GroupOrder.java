package io.clutch.listen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of the sockets in a SO_REUSEPORT group, as the kernel keeps it
 * (net/core/sock_reuseport.c): who joins is appended, and where one leaves the last fills the hole.
 */
final class GroupOrder {

    private final List<Listener> listeners = new ArrayList<>();

    /** Appends a listener; one that is in the group stays where it is, as with listen(2). */
    void join(Listener listener) {
        if (!listeners.contains(listener)) {
            listeners.add(listener);
        }
    }

    /** Takes a listener out, if it is in. */
    void leave(Listener listener) {
        int hole = listeners.indexOf(listener);
        if (hole >= 0) {
            var last = listeners.remove(listeners.size() - 1);
            if (hole < listeners.size()) {
                listeners.set(hole, last);
            }
        }
    }

    /** The socket stays, but is somebody else's from now on. */
    void replace(Listener listener, Listener successor) {
        int index = listeners.indexOf(listener);
        if (index >= 0) {
            listeners.set(index, successor);
        }
    }

    boolean contains(Listener listener) {
        return listeners.contains(listener);
    }

    int size() {
        return listeners.size();
    }

    /** Returns the one that moves if another leaves; there must be one. */
    Listener last() {
        return listeners.get(listeners.size() - 1);
    }

    /** Returns the listeners in the kernel's order. */
    List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /** Returns each listener's index, in ascending order. */
    Map<Listener, Integer> indices() {
        Map<Listener, Integer> indices = new LinkedHashMap<>();
        for (var listener : listeners) {
            indices.put(listener, indices.size());
        }
        return indices;
    }
}
