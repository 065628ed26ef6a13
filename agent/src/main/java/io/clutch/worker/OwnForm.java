package io.clutch.worker;

import io.clutch.link.Message;
import java.net.InetSocketAddress;

/** The JDK binds as if Clutch were not there, save that the master may name another port. */
final class OwnForm implements BindForm {

    @Override
    public boolean serves(ServerEndpoint endpoint) {
        return true;
    }

    @Override
    public Plan plan(ServerEndpoint endpoint, InetSocketAddress wanted, Message.Grant grant) {
        return new Own(
                wanted.getPort() == grant.port()
                        ? wanted
                        : new InetSocketAddress(wanted.getAddress(), grant.port()));
    }

    private record Own(InetSocketAddress address) implements Plan {

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
