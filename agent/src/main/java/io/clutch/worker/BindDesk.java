package io.clutch.worker;

import io.clutch.hook.Binds;
import io.clutch.link.Carrier;
import io.clutch.link.Message;
import io.clutch.link.Message.Grant;
import io.clutch.ports.KnownBinder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where every server-side bind of the application comes by: asks the master, to whom it hands the
 * socket over if that is possible, has the {@link BindForm} prepare the socket, and tells the
 * master how it went.
 */
final class BindDesk implements Binds.Binder {

    /** Who runs before the application: other agents, and the JVM's own remote JMX. */
    private static final Set<String> BEFORE_MAIN =
            Set.of("sun.instrument.InstrumentationImpl", "jdk.internal.agent.Agent");

    private static final BindForm OWN = new OwnForm();

    private final Consumer<Message.FromWorker> master;
    private final BindForm alone;
    private final Optional<HandOver> handOver;
    private final Standing standing;
    private final ServedAddresses served;
    private final WorkerLog log;
    private final Grants grants = new Grants();
    private final OpenListeners listeners;
    private final Sweeper sweeper;
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Integer> portZeroBinds = new HashMap<>();
    private volatile boolean doorsClosed;

    /**
     * Opens the desk.
     *
     * @param alone how a socket is bound that is not handed over
     * @param handOver empty where that is not possible
     */
    BindDesk(
            Consumer<Message.FromWorker> master,
            BindForm alone,
            Optional<HandOver> handOver,
            Standing standing,
            ServedAddresses served,
            WorkerLog log) {
        this.master = master;
        this.alone = alone;
        this.handOver = handOver;
        this.standing = standing;
        this.served = served;
        this.log = log;
        listeners = new OpenListeners(id -> master.accept(new Message.Closed(id)));
        sweeper = new Sweeper(listeners);
    }

    /** Takes the master's answer to a request. */
    void granted(Message.Grant grant) {
        grants.granted(grant);
    }

    /** Lets everybody who waits for the master bind without it. */
    void linkLost() {
        grants.lost();
    }

    /**
     * Refuses new connections at everything that the application listens at, now and later: nobody
     * else keeps them away. What is accepted, and what waits to be, is served.
     */
    void closeDoors() {
        doorsClosed = true;
        listeners.open().forEach(socket -> closeDoor(ServerEndpoint.of(socket)));
    }

    private void closeDoor(ServerEndpoint endpoint) {
        try {
            if (handOver.isPresent()
                    && endpoint.localAddress() instanceof InetSocketAddress address
                    && !handOver.get().closeDoor(endpoint)) {
                log.warn(
                        "port %d takes new connections until the end".formatted(address.getPort()));
            }
        } catch (IOException | RuntimeException e) {
            // Closed by another thread meanwhile.
            log.debug("a listener could not be looked at: " + e);
        }
    }

    /** Takes note that the application closed a socket. */
    void closed(Object socket) {
        listeners.closed(socket);
    }

    @Override
    public Binds.Ticket before(Object socket, SocketAddress address, int backlog) {
        var endpoint = ServerEndpoint.of(socket);
        try {
            if (endpoint == null || !endpoint.isOpen() || endpoint.isBound()) {
                return null;
            }
            if (endpoint instanceof NativeEndpoint && !NativeEndpoint.isServerBinding()) {
                return null;
            }
            if (address instanceof UnixDomainSocketAddress local) {
                return handOver.isPresent() ? request(endpoint, local, backlog) : null;
            }
            var wanted = wanted(address);
            return wanted == null || !alone.serves(endpoint)
                    ? null
                    : request(endpoint, wanted, backlog);
        } catch (IOException | RuntimeException | LinkageError e) {
            log.warn("a server socket is bound without the master's knowledge: " + e);
            return null;
        }
    }

    /** Returns the address to ask for, {@code null} if it is none that workers can share. */
    private static InetSocketAddress wanted(SocketAddress address) throws UnknownHostException {
        if (address == null) {
            // Every kind of socket takes the IPv4 wildcard for the wildcard of its own family.
            return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0);
        }
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? internet
                : null;
    }

    private Binds.Ticket request(ServerEndpoint endpoint, InetSocketAddress wanted, int backlog) {
        listeners.sweep();
        long id = ids.incrementAndGet();
        // Dearer than a StackWalker once warm; but this runs once or twice, and cold.
        var stack = Thread.currentThread().getStackTrace();
        boolean byAgent = isBeforeMain(stack);
        var literal = literal(wanted.getAddress());
        int port = wanted.getPort();
        var answer = grants.expect(id);
        master.accept(
                new Message.BindRequest(
                        id,
                        literal,
                        port,
                        port == 0 ? ordinal(literal) : 0,
                        byAgent,
                        backlog,
                        binder(stack, port),
                        descriptor(endpoint)));
        var grant = Grants.await(answer);
        if (grant == null) {
            return null;
        }
        try {
            var plan = form(grant).plan(endpoint, wanted, grant);
            return new Bind(id, endpoint, plan, !byAgent && grant.kind() != Grant.Kind.OWN);
        } catch (IOException | RuntimeException e) {
            master.accept(new Message.BindFailed(id, String.valueOf(e)));
            log.warn("%s port %d cannot be shared: %s".formatted(literal, port, e));
            return null;
        }
    }

    private Binds.Ticket request(
            ServerEndpoint endpoint, UnixDomainSocketAddress wanted, int backlog)
            throws IOException {
        var form = handOver.orElseThrow();
        var path = SocketPath.of(wanted);
        int descriptor = form.descriptor(endpoint);
        if (path == null || descriptor == Carrier.NONE) {
            return null;
        }
        listeners.sweep();
        long id = ids.incrementAndGet();
        boolean byAgent = isBeforeMain(Thread.currentThread().getStackTrace());
        var answer = grants.expect(id);
        master.accept(
                new Message.BindPathRequest(
                        id, path.written(), path.absolute(), byAgent, backlog, descriptor));
        var grant = Grants.await(answer);
        if (grant == null) {
            return null;
        }
        try {
            return new Bind(id, endpoint, form.share(endpoint, wanted, grant), !byAgent);
        } catch (IOException | RuntimeException e) {
            master.accept(new Message.BindFailed(id, String.valueOf(e)));
            log.warn("%s cannot be shared: %s".formatted(path.absolute(), e));
            return null;
        }
    }

    private BindForm form(Grant grant) {
        if (grant.kind() == Grant.Kind.OWN) {
            return OWN;
        }
        return grant.kind().isByMaster() ? handOver.orElseThrow() : alone;
    }

    private static String binder(StackTraceElement[] stack, int port) {
        var binder = KnownBinder.recognise(stack, Thread.currentThread().getName(), port);
        return binder == null ? "" : binder.title();
    }

    private int descriptor(ServerEndpoint endpoint) {
        return handOver.filter(form -> form.serves(endpoint))
                .map(form -> form.descriptor(endpoint))
                .orElse(Carrier.NONE);
    }

    private synchronized int ordinal(String literal) {
        return portZeroBinds.merge(literal, 1, Integer::sum) - 1;
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** Returns whether an agent binds, before the application has begun. */
    private static boolean isBeforeMain(StackTraceElement[] stack) {
        for (var frame : stack) {
            if (BEFORE_MAIN.contains(frame.getClassName())) {
                return true;
            }
        }
        return false;
    }

    /** One granted bind. */
    private final class Bind implements Binds.Ticket {

        private final long id;
        private final ServerEndpoint endpoint;
        private final BindForm.Plan plan;
        private final boolean serves;

        /** {@code serves}: whether clients of the application come there. */
        Bind(long id, ServerEndpoint endpoint, BindForm.Plan plan, boolean serves) {
            this.id = id;
            this.endpoint = endpoint;
            this.plan = plan;
            this.serves = serves;
        }

        @Override
        public SocketAddress address() {
            return plan.address();
        }

        @Override
        public boolean isBound() {
            return plan.isBound();
        }

        @Override
        public void after(Throwable failure) {
            if (failure != null) {
                plan.failed();
                master.accept(new Message.BindFailed(id, String.valueOf(failure)));
                return;
            }
            try {
                bound(endpoint.localPort(), endpoint.localAddress());
            } catch (IOException | RuntimeException e) {
                // Closed by another thread meanwhile.
                master.accept(new Message.BindFailed(id, String.valueOf(e)));
            }
        }

        private void bound(int port, SocketAddress address) {
            try {
                plan.succeeded();
            } catch (IOException | RuntimeException e) {
                if (endpoint.isOpen()) {
                    log.warn("%s listens, but cannot be shared: %s".formatted(plan.address(), e));
                }
            }
            if (serves) {
                served.add(address);
                standing.listens();
            }
            master.accept(new Message.Bound(id, port));
            listeners.add(id, endpoint);
            if (endpoint instanceof NativeEndpoint) {
                sweeper.start();
            }
            if (doorsClosed) {
                closeDoor(endpoint);
            }
        }
    }
}
