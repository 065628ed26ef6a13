package io.clutch.drain;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The addresses that the application listens on. */
final class Doors {

    private final Set<SocketAddress> addresses;
    private final Set<Integer> ports = new HashSet<>();
    private final Set<Integer> portsOfAllAddresses = new HashSet<>();

    Doors(Collection<? extends SocketAddress> addresses) {
        this.addresses = Set.copyOf(addresses);
        for (var address : addresses) {
            if (address instanceof InetSocketAddress internet) {
                ports.add(internet.getPort());
                if (internet.getAddress().isAnyLocalAddress()) {
                    portsOfAllAddresses.add(internet.getPort());
                }
            }
        }
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** Returns whether a connection with this local address has come in by one of the doors. */
    boolean has(SocketAddress local) {
        return addresses.contains(local)
                || (local instanceof InetSocketAddress internet
                        && portsOfAllAddresses.contains(internet.getPort()));
    }

    /** Returns the TCP ports. */
    Set<Integer> ports() {
        return Set.copyOf(ports);
    }
}
