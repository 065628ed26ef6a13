package io.clutch.worker;

import static java.net.StandardSocketOptions.SO_REUSEPORT;

import io.clutch.link.Message;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Each worker binds for itself, and SO_REUSEPORT makes the sockets one group.
 *
 * <p>The first worker binds without the option and sets it once the socket listens, which is early
 * enough for the kernel to let others in. So it is the kernel that says "Address already in use"
 * when a stranger has the address, be it one that sets SO_REUSEPORT too, such as a second copy of
 * the same command. The option is set within bind, not before: some servers (Jetty) clear it after
 * they have opened the channel.
 */
final class ReusePortForm implements BindForm {

    @Override
    public boolean serves(ServerEndpoint endpoint) {
        return endpoint.supportedOptions().contains(SO_REUSEPORT);
    }

    @Override
    public Plan plan(ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant)
            throws IOException {
        boolean applications = endpoint.reusePort();
        boolean shared = grant.kind() == Message.Grant.Kind.SHARED;
        if (shared && !applications) {
            endpoint.reusePort(true);
        }
        var address =
                wanted.getPort() == grant.port()
                        ? wanted
                        : new InetSocketAddress(wanted.getAddress(), grant.port());
        return new ReusePort(endpoint, address, applications, shared);
    }

    /** {@code applications}: whether the application had set SO_REUSEPORT by itself. */
    private record ReusePort(
            ServerEndpoint endpoint,
            InetSocketAddress address,
            boolean applications,
            boolean shared)
            implements Plan {

        @Override
        public void succeeded() throws IOException {
            if (!shared && !applications) {
                endpoint.reusePort(true);
            }
        }

        @Override
        public void failed() {
            if (shared && !applications) {
                try {
                    endpoint.reusePort(false);
                } catch (IOException | RuntimeException e) {
                    // Closed by now, so that it will not be bound again.
                }
            }
        }
    }
}
