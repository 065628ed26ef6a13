package io.clutch.worker;

import io.clutch.link.Carrier;
import io.clutch.link.Message;
import io.clutch.listen.ClosedDoor;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;

/**
 * The master binds the application's own socket, so that it holds it too.
 *
 * <p>Nothing about the socket changes: the options that the application has set before, the
 * blocking mode and a selector that it is registered with belong to the open file, which is the
 * same for both. Only a listener that is inherited is another one, see {@link Inheritance}.
 */
final class HandOver implements BindForm {

    /** With it, JDK 17 has an implementation of sockets that does not come by where we skip. */
    private static final String OLD_SOCKETS = "jdk.net.usePlainSocketImpl";

    private final Posix posix;
    private final SharedPaths paths;
    private final WorkerLog log;

    HandOver(Posix posix, SharedPaths paths, WorkerLog log) {
        this.posix = posix;
        this.paths = paths;
        this.log = log;
    }

    @Override
    public boolean serves(ServerEndpoint endpoint) {
        return !(endpoint.socket() instanceof ServerSocket) || !usesOldSockets();
    }

    private static boolean usesOldSockets() {
        var value = System.getProperty(OLD_SOCKETS);
        return value != null
                && (value.isEmpty() || Boolean.parseBoolean(value))
                && Runtime.version().feature() < 18;
    }

    /** Returns the endpoint's descriptor, {@link Carrier#NONE} if it has none that is known. */
    int descriptor(ServerEndpoint endpoint) {
        try {
            return endpoint.descriptor(posix);
        } catch (IOException e) {
            log.debug("a socket is not handed over: " + e.getMessage());
            return Carrier.NONE;
        }
    }

    /** Lets nobody new in at an endpoint that listens; returns whether that is possible. */
    boolean closeDoor(ServerEndpoint endpoint) {
        int descriptor = descriptor(endpoint);
        return descriptor != Carrier.NONE && ClosedDoor.close(posix, descriptor);
    }

    @Override
    public Plan plan(ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant)
            throws IOException {
        if (grant.carries()) {
            try {
                new Inheritance(posix).replace(descriptor(endpoint), grant.descriptor());
            } finally {
                posix.close(grant.descriptor());
            }
        }
        var address =
                wanted.getPort() == grant.port()
                        ? wanted
                        : new InetSocketAddress(wanted.getAddress(), grant.port());
        return new Given(address);
    }

    /**
     * Prepares an endpoint of the Unix domain right before the JDK binds it.
     *
     * @param wanted the address that the application asked for
     */
    Plan share(ServerEndpoint endpoint, UnixDomainSocketAddress wanted, Message.Grant grant)
            throws IOException {
        if (!grant.kind().isByMaster()) {
            return new Left(wanted);
        }
        if (grant.carries()) {
            try {
                new Inheritance(posix).exchange(descriptor(endpoint), grant.descriptor());
            } finally {
                posix.close(grant.descriptor());
            }
        }
        paths.add((Channel) endpoint.socket());
        return new Given(wanted);
    }

    private record Given(SocketAddress address) implements Plan {

        @Override
        public boolean isBound() {
            return true;
        }

        @Override
        public void succeeded() {
            // Whatever there was to do, the master has done.
        }

        @Override
        public void failed() {
            // The master ends the listener.
        }
    }

    /** What the master has declined. */
    private record Left(SocketAddress address) implements Plan {

        @Override
        public void succeeded() {
            // As without Clutch.
        }

        @Override
        public void failed() {
            // As above.
        }
    }
}
