package io.clutch.worker;

import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that the application has listened on so far. Those of closed listeners stay: their
 * connections may live on.
 */
final class ServedAddresses {

    private final Set<SocketAddress> addresses = ConcurrentHashMap.newKeySet();

    void add(SocketAddress address) {
        addresses.add(address);
    }

    Set<SocketAddress> all() {
        return Set.copyOf(addresses);
    }
}
