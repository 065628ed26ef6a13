package io.clutch.worker;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The listeners that the application has open, by identity and without keeping them alive.
 *
 * <p>One that is forgotten without being closed counts as closed: nobody accepts from it any more.
 */
final class OpenListeners {

    private final LongConsumer onClosed;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(long id, WeakReference<Object> socket) {}

    /**
     * Makes an empty collection.
     *
     * @param onClosed is told the id of each listener that is found closed, once
     */
    OpenListeners(LongConsumer onClosed) {
        this.onClosed = onClosed;
    }

    /** Adds a listener. */
    void add(long id, ServerEndpoint endpoint) {
        synchronized (this) {
            entries.add(new Entry(id, new WeakReference<>(endpoint.socket())));
        }
        // A thread that closed it between the end of its bind and now found no entry to remove.
        if (!endpoint.isOpen()) {
            closed(endpoint.socket());
        }
    }

    /** Takes note that a socket or channel was closed, a listener or not. */
    void closed(Object socket) {
        removeIf(socket, false);
    }

    /** Looks for listeners that are closed or forgotten without the close having been noticed. */
    void sweep() {
        removeIf(null, true);
    }

    /** Returns the listeners that are open, as far as is known. */
    List<Object> open() {
        var open = new ArrayList<Object>();
        synchronized (this) {
            entries.forEach(entry -> open.add(entry.socket().get()));
        }
        open.removeIf(OpenListeners::isStale);
        return open;
    }

    private void removeIf(Object closed, boolean allStale) {
        var ids = new ArrayList<Long>();
        synchronized (this) {
            for (var entries = this.entries.iterator(); entries.hasNext(); ) {
                var entry = entries.next();
                var socket = entry.socket().get();
                if (allStale ? isStale(socket) : socket == closed) {
                    entries.remove();
                    ids.add(entry.id());
                }
            }
        }
        for (var id : ids) {
            onClosed.accept(id);
        }
    }

    private static boolean isStale(Object socket) {
        return socket == null || !ServerEndpoint.of(socket).isOpen();
    }
}
