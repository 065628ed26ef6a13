package io.clutch.listen;

import io.clutch.posix.Posix;
import io.clutch.posix.PosixException;
import java.util.Collection;

/**
 * How an address is given up without losing whom it has already let in.
 *
 * <p>Listeners that are closed take their queues with them, and the handshakes under way. Listeners
 * that are bound to a network interface that does not exist keep both, and are invisible to
 * everybody who comes after: those get "connection refused", as if nobody listened. There is no way
 * back without privileges, nor can a socket join the group again.
 */
public final class ClosedDoor {

    /** Interfaces are numbered from 1 on, upwards, so none has this number. */
    private static final int NO_INTERFACE = Integer.MAX_VALUE;

    private ClosedDoor() {}

    /**
     * Lets nobody new in. Has to be told of all listeners of the address, those that are steered
     * out included: while one door is open, the kernel may still choose any listener of the group.
     *
     * @return whether all doors are closed; if not, it goes on where it can
     */
    public static boolean close(Posix posix, Collection<Listener> listeners) {
        boolean closed = true;
        for (var listener : listeners) {
            closed &= close(posix, listener.descriptor());
        }
        return closed;
    }

    /** Lets nobody new in by one listener; returns whether that is possible. */
    public static boolean close(Posix posix, int descriptor) {
        try {
            int bound = posix.option(descriptor, Posix.SOL_SOCKET, Posix.SO_BINDTOIFINDEX);
            if (bound != NO_INTERFACE) {
                posix.option(descriptor, Posix.SOL_SOCKET, Posix.SO_BINDTOIFINDEX, NO_INTERFACE);
            }
            return true;
        } catch (PosixException e) {
            return false;
        }
    }
}
