package io.clutch.listen;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether this machine has IPv6. */
final class Ipv6 {

    private Ipv6() {}

    /** Returns whether the loopback interface has an address of it. */
    static boolean isThere() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(
                            address ->
                                    address instanceof Inet6Address && address.isLoopbackAddress());
        } catch (SocketException e) {
            return false;
        }
    }
}
