package io.clutch.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether this machine has IPv6. */
final class Ipv6 {

    private Ipv6() {}

    /** Returns whether the loopback interface has an address of it. */
    static boolean isThere() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("::1"), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
