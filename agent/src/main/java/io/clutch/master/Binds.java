package io.clutch.master;

import io.clutch.link.Carrier;
import io.clutch.link.Message;
import io.clutch.listen.AddressBook;
import io.clutch.listen.Decision;
import io.clutch.listen.Estate;
import io.clutch.listen.Listeners;
import io.clutch.listen.Outcome;
import io.clutch.listen.PathListeners;
import io.clutch.listen.SharedAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Passes what workers say about their sockets on: to the listeners, where the master binds for
 * them, else to the address book; and the answers to them.
 */
final class Binds {

    /**
     * An application that listens at one address may need this long until it does at the others.
     */
    static final Duration LISTEN_TIME = Duration.ofSeconds(10);

    /**
     * How often the files of Unix-domain sockets are looked after while applications come or go,
     * which is when they delete them.
     */
    private static final Duration LOOK_AFTER_FILES = Duration.ofMillis(100);

    /** Where the application of a worker has come to listen; the port is 0 if it is at a path. */
    record Listening(String address, int port) {

        /** Returns what the log calls it. */
        String text() {
            return port == 0 ? address : "port " + port;
        }
    }

    /** A bind that has begun: where, and whether it is another agent's. */
    record Asked(String address, boolean byAgent) {}

    private final AddressBook book;
    private final Optional<Listeners> listeners;
    private final Roster roster;
    private final Journal journal;
    private final Deadline files = new Deadline();

    /**
     * Prepares.
     *
     * @param listeners empty where workers bind for themselves
     */
    Binds(AddressBook book, Optional<Listeners> listeners, Roster roster, Journal journal) {
        this.book = book;
        this.listeners = listeners;
        this.roster = roster;
        this.journal = journal;
    }

    /**
     * Takes note of a message; returns null unless it says that the application listens somewhere.
     */
    Listening message(Worker worker, Message.FromWorker message) {
        if (message instanceof Message.BindRequest m) {
            worker.begin(m.id(), new Asked(m.address(), m.byAgent()));
            if (!m.carries() || !bind(worker, m)) {
                grant(book.request(worker.id(), m.id(), m.address(), m.port(), m.ordinal()));
            }
        } else if (message instanceof Message.BindPathRequest m) {
            worker.begin(m.id(), new Asked(m.absolute(), m.byAgent()));
            if (!m.carries() || !bind(worker, m)) {
                // Nor is it shared then; the worker learns no more than before.
                worker.send(new Message.Grant(m.id(), Message.Grant.Kind.EXCLUSIVE, 0));
            }
        } else if (message instanceof Message.Bound m) {
            var request = worker.end(m.id());
            grant(book.bound(worker.id(), m.id(), m.port()));
            if (request != null && !request.byAgent()) {
                return new Listening(request.address(), m.port());
            }
        } else if (message instanceof Message.BindFailed m) {
            worker.end(m.id());
            grant(book.failed(worker.id(), m.id()));
            listeners.ifPresent(l -> l.closed(worker.id(), m.id()));
        } else if (message instanceof Message.Closed m) {
            worker.end(m.id());
            grant(book.closed(worker.id(), m.id()));
            listeners.ifPresent(l -> l.closed(worker.id(), m.id()));
        }
        return null;
    }

    /** Binds a socket that was handed over; returns whether the worker has its answer. */
    private boolean bind(Worker worker, Message.BindRequest m) {
        return answer(
                worker,
                m.id(),
                "%s port %d".formatted(m.address(), m.port()),
                listeners.map(l -> l.bind(wish(worker, m))));
    }

    private boolean bind(Worker worker, Message.BindPathRequest m) {
        return answer(
                worker, m.id(), m.absolute(), listeners.map(l -> l.paths().bind(wish(worker, m))));
    }

    private boolean answer(Worker worker, long id, String place, Optional<Outcome> answer) {
        var outcome = answer.orElseGet(() -> new Outcome.Declined("the master binds nothing"));
        if (outcome instanceof Outcome.Bound bound) {
            worker.send(new Message.Grant(id, Message.Grant.Kind.BOUND, bound.port()));
        } else if (outcome instanceof Outcome.Inherited inherited) {
            journal.debug("worker %s gets the listener at %s".formatted(worker.id(), place));
            worker.send(
                    new Message.Grant(
                            id,
                            Message.Grant.Kind.INHERITED,
                            inherited.port(),
                            inherited.descriptor()));
        } else if (outcome instanceof Outcome.Declined declined) {
            journal.debug(
                    "worker %s is to bind %s itself: %s"
                            .formatted(worker.id(), place, declined.why()));
            return false;
        }
        return true;
    }

    private static Listeners.Wish wish(Worker worker, Message.BindRequest m) {
        return new Listeners.Wish(
                worker.id(),
                m.id(),
                m.address(),
                m.port(),
                m.ordinal(),
                m.backlog(),
                m.descriptor());
    }

    private static PathListeners.Wish wish(Worker worker, Message.BindPathRequest m) {
        return new PathListeners.Wish(
                worker.id(), m.id(), m.written(), m.absolute(), m.backlog(), m.descriptor());
    }

    /** Returns whether the master binds for its workers. */
    boolean byMaster() {
        return listeners.isPresent();
    }

    /** Returns where workers listen, by port, then by address. */
    List<SharedAddress> addresses() {
        var all = new ArrayList<>(book.addresses());
        listeners.ifPresent(l -> all.addAll(l.addresses()));
        all.sort(
                Comparator.comparingInt(SharedAddress::port).thenComparing(SharedAddress::address));
        return all;
    }

    /** Returns where a worker listens and another one does not, as the log calls it. */
    List<String> missing(Worker one, Worker other) {
        return addresses().stream()
                .filter(address -> address.holders().contains(one.id()))
                .filter(address -> !address.holders().contains(other.id()))
                .map(address -> new Listening(address.address(), address.port()).text())
                .toList();
    }

    /** The worker cannot be answered any more, but still has its sockets. */
    void lost(Worker worker) {
        book.lost(worker.id());
    }

    /** The worker's process has ended. */
    void gone(Worker worker, Estate estate) {
        grant(book.gone(worker.id()));
        listeners.ifPresent(l -> l.gone(worker.id(), estate));
    }

    /** Closes what processes of a slot left and no other one has taken. */
    void closeOrphans(Slot slot) {
        listeners.ifPresent(l -> l.closeOrphans(number -> number == slot.number()));
    }

    /** Closes what processes of a slot left and nobody waits in. */
    void closeIdleOrphans(Slot slot) {
        listeners.ifPresent(l -> l.closeIdleOrphans(slot.number()));
    }

    /** Returns whether there is something that processes of a slot left. */
    boolean hasOrphans(Slot slot) {
        return listeners.filter(l -> l.hasOrphans(slot.number())).isPresent();
    }

    /** Returns whether anybody waits in what processes of a slot left. */
    boolean hasAwaitedOrphans(Slot slot) {
        return listeners.filter(l -> l.hasAwaitedOrphans(slot.number())).isPresent();
    }

    /** Closes what was left to slots that are no more. */
    void forgetSlots() {
        listeners.ifPresent(l -> l.closeOrphans(number -> !roster.hasSlot(number)));
    }

    /** Lets go of what came with a message whose sender is no more. */
    void ignore(Message.FromWorker message) {
        if (message instanceof Carrier m && m.carries()) {
            listeners.ifPresent(l -> l.release(m.descriptor()));
        }
    }

    /** Looks after the files of Unix-domain sockets, if it is time to. */
    void due(long now) {
        if (!mayLoseFiles()) {
            files.clear();
        } else if (!files.isSet() || files.isDue(now)) {
            listeners.ifPresent(l -> l.paths().restore());
            files.set(now, LOOK_AFTER_FILES);
        }
    }

    private boolean mayLoseFiles() {
        return listeners.filter(l -> !l.paths().isEmpty()).isPresent()
                && roster.workers().stream().anyMatch(worker -> !worker.isServing());
    }

    long remaining(long now) {
        return files.remaining(now);
    }

    private void grant(List<Decision> decisions) {
        for (var decision : decisions) {
            var worker = roster.find(decision.worker());
            if (worker != null) {
                worker.send(
                        new Message.Grant(decision.requestId(), decision.kind(), decision.port()));
            }
        }
    }
}
