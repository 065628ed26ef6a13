package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.listen.AddressBook;
import io.clutch.listen.Decision;
import java.util.List;

/** Passes what workers say about their sockets to the address book, and its decisions to them. */
final class Binds {

    /** Where the application of a worker has come to listen. */
    record Listening(String address, int port) {}

    private final AddressBook book;
    private final Roster roster;

    Binds(AddressBook book, Roster roster) {
        this.book = book;
        this.roster = roster;
    }

    /**
     * Takes note of a message; returns null unless it says that the application listens somewhere.
     */
    Listening message(Worker worker, Message.FromWorker message) {
        if (message instanceof Message.BindRequest m) {
            worker.begin(m);
            grant(book.request(worker.id(), m.id(), m.address(), m.port(), m.ordinal()));
        } else if (message instanceof Message.Bound m) {
            var request = worker.end(m.id());
            grant(book.bound(worker.id(), m.id(), m.port()));
            if (request != null && !request.byAgent()) {
                return new Listening(request.address(), m.port());
            }
        } else if (message instanceof Message.BindFailed m) {
            worker.end(m.id());
            grant(book.failed(worker.id(), m.id()));
        } else if (message instanceof Message.Closed m) {
            worker.end(m.id());
            grant(book.closed(worker.id(), m.id()));
        }
        return null;
    }

    /** The worker cannot be answered any more, but still has its sockets. */
    void lost(Worker worker) {
        book.lost(worker.id());
    }

    /** The worker's process has ended. */
    void gone(Worker worker) {
        grant(book.gone(worker.id()));
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
