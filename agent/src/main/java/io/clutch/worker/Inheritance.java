package io.clutch.worker;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the listener that a crashed worker has left in the place of a fresh socket: under the same
 * descriptor, with the same blocking mode, options and registrations, so that the application does
 * not notice.
 */
final class Inheritance {

    private static final int IPPROTO_IP = 0;
    private static final Option RECEIVE_BUFFER = new Option(Posix.SOL_SOCKET, 8);

    /**
     * What Java has methods to set on a server socket, and its sockets inherit: SO_REUSEADDR,
     * SO_KEEPALIVE, IP_TOS, TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_QUICKACK,
     * IPV6_TCLASS; see socket(7), ip(7), tcp(7).
     */
    private static final List<Option> OPTIONS =
            List.of(
                    new Option(Posix.SOL_SOCKET, 2),
                    new Option(Posix.SOL_SOCKET, 9),
                    new Option(IPPROTO_IP, 1),
                    new Option(Posix.IPPROTO_TCP, 1),
                    new Option(Posix.IPPROTO_TCP, 4),
                    new Option(Posix.IPPROTO_TCP, 5),
                    new Option(Posix.IPPROTO_TCP, 6),
                    new Option(Posix.IPPROTO_TCP, 12),
                    new Option(Posix.IPPROTO_IPV6, 67));

    private record Option(int level, int name) {}

    private final Posix posix;

    Inheritance(Posix posix) {
        this.posix = posix;
    }

    /**
     * Makes the application's descriptor mean the listener.
     *
     * @param socket the application's, not bound
     * @param listener stays open under its own number too
     */
    void replace(int socket, int listener) throws IOException {
        for (var option : OPTIONS) {
            copy(option, socket, listener);
        }
        copyReceiveBuffer(socket, listener);
        posix.nonBlocking(listener, posix.isNonBlocking(socket));
        exchange(socket, listener);
    }

    /**
     * Makes the application's descriptor mean the listener, which stays as it is.
     *
     * <p>A selector knows a socket by descriptor and open file, and for as long as anybody has that
     * file open. So where the application has registered the socket, that ends with the old file
     * and begins again with the new one; no event can be missed in between, since a new
     * registration reports what is waiting.
     *
     * @param socket the application's
     * @param listener stays open under its own number too
     */
    void exchange(int socket, int listener) throws IOException {
        var registrations = new ArrayList<EpollRegistration>();
        for (var registration : EpollRegistration.of(socket, posix)) {
            if (registration.remove(socket, posix)) {
                registrations.add(registration);
            }
        }
        posix.replace(listener, socket);
        for (var registration : registrations) {
            registration.renew(socket, posix);
        }
    }

    private void copy(Option option, int from, int to) {
        try {
            int value = posix.option(from, option.level, option.name);
            if (posix.option(to, option.level, option.name) != value) {
                posix.option(to, option.level, option.name, value);
            }
        } catch (IOException e) {
            // One that this kernel or family does not have.
        }
    }

    private void copyReceiveBuffer(int from, int to) {
        try {
            int value = posix.option(from, RECEIVE_BUFFER.level, RECEIVE_BUFFER.name);
            if (posix.option(to, RECEIVE_BUFFER.level, RECEIVE_BUFFER.name) != value) {
                // The kernel doubles what is set, and tells the double; see socket(7).
                posix.option(to, RECEIVE_BUFFER.level, RECEIVE_BUFFER.name, value / 2);
            }
        } catch (IOException e) {
            // As above.
        }
    }
}
