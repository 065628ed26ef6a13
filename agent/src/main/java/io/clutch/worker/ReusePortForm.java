package io.clutch.worker;

import io.clutch.link.Message;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Each worker binds for itself, with SO_REUSEPORT: needs nothing but the JDK.
 *
 * <p>The first worker of an address binds it as if it were alone, so that the kernel says no if
 * anybody else has it, another copy of the same program included. Once it listens it is made
 * shareable, and only then the master lets the others in. A socket that has the option set before
 * bind may join one that got it after listen: Linux compares the flags of both at the time of the
 * second bind (inet_bind_conflict in net/ipv4/inet_connection_sock.c).
 */
final class ReusePortForm implements BindForm {

    @Override
    public InetSocketAddress prepare(
            ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant)
            throws IOException {
        if (grant.kind() == Message.Grant.Kind.SHARED) {
            // Here and not when the socket is made: Jetty, for one, sets the option to false before
            // it binds.
            endpoint.share();
        }
        return grant.port() == wanted.getPort()
                ? wanted
                : new InetSocketAddress(wanted.getAddress(), grant.port());
    }

    @Override
    public void complete(ServerEndpoint endpoint, Message.Grant grant) throws IOException {
        if (grant.kind() == Message.Grant.Kind.EXCLUSIVE) {
            endpoint.share();
        }
    }
}
