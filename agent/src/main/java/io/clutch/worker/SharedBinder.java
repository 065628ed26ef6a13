package io.clutch.worker;

import io.clutch.hook.Sockets;
import io.clutch.link.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Asks the master before every bind of a TCP server socket, and binds as it grants. */
final class SharedBinder implements Sockets.Binder {

    private final Consumer<Message.FromWorker> master;
    private final BindForm form;
    private final WorkerState state;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Message.Grant>> waiting = new ConcurrentHashMap<>();

    // Both guarded by "this".
    private final Map<Long, ServerEndpoint> listeners = new HashMap<>();
    private final Map<String, Integer> ordinals = new HashMap<>();
    private boolean alone;

    SharedBinder(Consumer<Message.FromWorker> master, BindForm form, WorkerState state) {
        this.master = master;
        this.form = form;
        this.state = state;
    }

    private record Bind(ServerEndpoint endpoint, Message.Grant grant) {}

    @Override
    public Object[] entering(Object socket, SocketAddress address) {
        var endpoint = new ServerEndpoint(socket);
        var wanted = address == null ? new InetSocketAddress(0) : address;
        try {
            if (!(wanted instanceof InetSocketAddress inet)
                    || inet.isUnresolved()
                    || !endpoint.open()
                    || endpoint.bound()
                    || !endpoint.shareable()) {
                return null;
            }
            reportClosed();
            var grant = ask(inet);
            if (grant == null) {
                return null;
            }
            try {
                return new Object[] {
                    form.prepare(endpoint, inet, grant), new Bind(endpoint, grant)
                };
            } catch (IOException e) {
                master.accept(new Message.BindFailed(grant.id(), e.toString()));
                WorkerLog.warn("{} is not shared: {}", inet, e.toString());
                return null;
            }
        } catch (IOException | RuntimeException e) {
            WorkerLog.warn("{} is not shared: {}", wanted, e.toString());
            return null;
        }
    }

    /**
     * Returns null if there is no master any more: then this worker is ending, and binds as it
     * would alone.
     */
    private Message.Grant ask(InetSocketAddress wanted) {
        var id = ids.incrementAndGet();
        var address = wanted.getAddress().getHostAddress();
        var grant = new CompletableFuture<Message.Grant>();
        waiting.put(id, grant);
        int ordinal;
        synchronized (this) {
            if (alone) {
                return null;
            }
            ordinal = wanted.getPort() == 0 ? ordinals.merge(address, 1, Integer::sum) - 1 : 0;
        }
        master.accept(new Message.BindRequest(id, address, wanted.getPort(), ordinal, byAgent()));
        try {
            // Not get(): an interrupt is the application's, and bind is not interruptible.
            return grant.join();
        } finally {
            waiting.remove(id);
        }
    }

    /** Whether this thread runs the premain of another agent, such as a metrics exporter. */
    private static boolean byAgent() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.anyMatch(
                                        f ->
                                                f.getClassName()
                                                        .equals(
                                                                "sun.instrument.InstrumentationImpl")));
    }

    @Override
    public void leaving(Object[] ticket, Throwable failure) {
        var bind = (Bind) ticket[1];
        long id = bind.grant().id();
        if (failure != null) {
            master.accept(new Message.BindFailed(id, failure.toString()));
            return;
        }
        try {
            form.complete(bind.endpoint(), bind.grant());
            int port = bind.endpoint().port();
            synchronized (this) {
                listeners.put(id, bind.endpoint());
            }
            state.listening();
            master.accept(new Message.Bound(id, port));
        } catch (IOException | RuntimeException e) {
            master.accept(new Message.BindFailed(id, e.toString()));
            WorkerLog.warn("a socket that listens is not shared: {}", e.toString());
        }
    }

    @Override
    public void closed(Object socket) {
        reportClosed();
    }

    /**
     * Tells the master of listeners that are closed. Looks at all of them, because a channel and
     * its socket adaptor are two objects, and because a closing that was not seen must not make the
     * next bind of that address fail.
     */
    private synchronized void reportClosed() {
        for (var entry : new ArrayList<>(listeners.entrySet())) {
            if (!entry.getValue().open()) {
                listeners.remove(entry.getKey());
                master.accept(new Message.Closed(entry.getKey()));
            }
        }
    }

    void granted(Message.Grant grant) {
        var request = waiting.get(grant.id());
        if (request != null) {
            request.complete(grant);
        }
    }

    /** The master is gone: whoever waits for it goes on alone. */
    void alone() {
        synchronized (this) {
            // From here on nobody begins to wait: whoever had registered before is in the map.
            alone = true;
        }
        waiting.values().forEach(request -> request.complete(null));
    }
}
