package io.clutch.listen;

import io.clutch.posix.Posix;
import io.clutch.posix.PosixException;
import io.clutch.posix.SocketAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether groups of sockets can be steered on this machine.
 *
 * @param problem why not, null if they can
 */
public record Steering(String problem) {

    private static final int SOCKETS = 2;

    /**
     * Tries it out, on the loopback interface, with sockets that nobody connects to. Some sandboxes
     * accept every option and do nothing: they are found out by the program that they do not miss.
     */
    public static Steering probe(Posix posix) {
        List<Integer> sockets = new ArrayList<>();
        try {
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            byte[] bytes =
                    SocketAddresses.encode(Posix.AF_INET, new InetSocketAddress(loopback, 0));
            while (sockets.size() < SOCKETS) {
                int socket = posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0);
                sockets.add(socket);
                posix.option(socket, Posix.SOL_SOCKET, Posix.SO_REUSEPORT, 1);
                posix.bind(socket, bytes);
                posix.listen(socket, 1);
                bytes = posix.localAddress(socket);
            }
            return new Steering(tryOut(new PosixGroupKernel(posix), sockets));
        } catch (IOException e) {
            return new Steering(e.getMessage());
        } finally {
            sockets.forEach(socket -> close(posix, socket));
        }
    }

    private static String tryOut(PosixGroupKernel kernel, List<Integer> sockets)
            throws PosixException {
        kernel.attach(sockets.get(0), Rule.program(List.of(new OpenRule(List.of(1)))));
        // Of the other socket: it is the group that has the program.
        if (!kernel.detachIfAny(sockets.get(1))) {
            return "setsockopt(SO_ATTACH_REUSEPORT_CBPF): attached a program that was not there";
        }
        if (kernel.detachIfAny(sockets.get(1))) {
            return "setsockopt(SO_DETACH_REUSEPORT_BPF): detached the same program twice";
        }
        return null;
    }

    private static void close(Posix posix, int socket) {
        try {
            posix.close(socket);
        } catch (PosixException ignored) {
            // Linux closes in any case.
        }
    }

    /** Returns whether they can. */
    public boolean works() {
        return problem == null;
    }
}
