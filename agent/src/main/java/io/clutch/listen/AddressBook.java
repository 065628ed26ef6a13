package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every address that the workers of one cluster listen on, or are about to.
 *
 * <p>A worker asks before each bind. The first on an address binds exclusively, which is the JDK's
 * plain bind: so that it fails, as ever, where somebody outside this cluster has the port. Others
 * wait until that is known, then share. Whoever asks again for an address that it holds already is
 * let into the kernel's own "Address already in use".
 *
 * <p>Port 0 is an address by itself for each how-many-th such bind of a process: the system chooses
 * once, for the first worker; all others get the port it chose, successors included.
 *
 * <p>Every method returns the decisions that it makes possible, for whichever worker: none, its
 * own, or those of workers that waited. What it is told of binds that it does not know, it ignores:
 * a message may be older than the end of its sender. Not thread-safe.
 */
public final class AddressBook {

    /** More chosen ports than this are not remembered once nobody listens on them. */
    static final int MAX_REMEMBERED = 256;

    private record Key(String address, int port, int ordinal) {}

    // Both in the order of first use: what is forgotten is the oldest, and answers have an order.
    private final Map<Key, Place> places = new LinkedHashMap<>();
    private final Map<Place.Bind, Place> binds = new LinkedHashMap<>();

    /**
     * A worker is about to bind.
     *
     * @param requestId names the bind within the worker; one that is in use is ignored
     * @param address the literal IP address
     * @param port the port, 0 if the system shall choose
     * @param ordinal for port 0: the how-many-th such bind on this address in this process; else
     *     ignored
     */
    public List<Decision> request(
            WorkerId worker, long requestId, String address, int port, int ordinal) {
        var bind = new Place.Bind(worker, requestId);
        if (binds.containsKey(bind)) {
            return List.of();
        }
        var key = new Key(address, port, port == 0 ? ordinal : 0);
        var place = places.computeIfAbsent(key, k -> new Place(address, port));
        binds.put(bind, place);
        place.request(bind);
        return decide(place);
    }

    /**
     * A granted bind succeeded: the worker listens.
     *
     * @param actualPort the port that the socket has, never 0
     */
    public List<Decision> bound(WorkerId worker, long requestId, int actualPort) {
        var place = binds.get(new Place.Bind(worker, requestId));
        if (place == null || !place.bound(new Place.Bind(worker, requestId), actualPort)) {
            return List.of();
        }
        return decide(place);
    }

    /** A granted bind failed: the application got the exception. */
    public List<Decision> failed(WorkerId worker, long requestId) {
        var bind = new Place.Bind(worker, requestId);
        var place = binds.remove(bind);
        if (place == null) {
            return List.of();
        }
        place.failed(bind);
        return withdraw(place, bind);
    }

    private List<Decision> decide(Place place) {
        return place.decide(
                port -> places.values().stream().anyMatch(p -> p != place && p.holds(port)));
    }

    /** A listener was closed. */
    public List<Decision> closed(WorkerId worker, long requestId) {
        var bind = new Place.Bind(worker, requestId);
        var place = binds.remove(bind);
        return place == null ? List.of() : withdraw(place, bind);
    }

    /**
     * A worker cannot be answered any more, though its process and its sockets are still there:
     * what it waits for is forgotten, so that no grant is lost on it.
     */
    public void lost(WorkerId worker) {
        binds.entrySet()
                .removeIf(
                        entry ->
                                entry.getKey().worker().equals(worker)
                                        && entry.getValue().giveUpWaiting(entry.getKey()));
    }

    /** A worker's process has ended, and with it all its sockets. */
    public List<Decision> gone(WorkerId worker) {
        List<Decision> decisions = new ArrayList<>();
        for (var bind : List.copyOf(binds.keySet())) {
            if (bind.worker().equals(worker)) {
                binds.get(bind).remove(bind);
            }
        }
        // Only when all are out: else a bind of the worker that is gone could be granted next.
        for (var bind : List.copyOf(binds.keySet())) {
            if (bind.worker().equals(worker)) {
                decisions.addAll(withdraw(binds.remove(bind), bind));
            }
        }
        return decisions;
    }

    private List<Decision> withdraw(Place place, Place.Bind bind) {
        place.remove(bind);
        forgetEmpty();
        return decide(place);
    }

    private void forgetEmpty() {
        places.values().removeIf(place -> place.empty() && !place.hasChosenPort());
        var surplus = places.values().stream().filter(Place::empty).count() - MAX_REMEMBERED;
        if (surplus > 0) {
            places.values().stream()
                    .filter(Place::empty)
                    .limit(surplus)
                    .toList()
                    .forEach(places.values()::remove);
        }
    }

    /** Returns the addresses that workers listen on, by port, then by address. */
    public List<SharedAddress> addresses() {
        return places.values().stream()
                .filter(Place::isHeld)
                .map(Place::describe)
                .sorted(
                        Comparator.comparingInt(SharedAddress::port)
                                .thenComparing(SharedAddress::address))
                .toList();
    }

    /** Returns whether the worker listens on any address. */
    public boolean listens(WorkerId worker) {
        return places.values().stream().anyMatch(place -> place.isHeldBy(worker));
    }
}
