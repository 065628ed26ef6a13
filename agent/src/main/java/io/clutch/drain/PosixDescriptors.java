package io.clutch.drain;

import io.clutch.posix.Posix;
import io.clutch.posix.SocketAddresses;
import io.clutch.posix.TcpInfo;
import java.io.IOException;
import java.net.SocketAddress;

/** The real descriptors. Of one thread. */
final class PosixDescriptors implements Descriptors {

    private final Posix posix;
    private final byte[] buffer = new byte[TcpInfo.SIZE];

    PosixDescriptors(Posix posix) {
        this.posix = posix;
    }

    @Override
    public int[] all() throws IOException {
        return posix.descriptors();
    }

    @Override
    public SocketAddress local(int descriptor) throws IOException {
        return SocketAddresses.decode(posix.localAddress(descriptor));
    }

    @Override
    public SocketAddress peer(int descriptor) throws IOException {
        return SocketAddresses.decode(posix.peerAddress(descriptor));
    }

    @Override
    public boolean isLocalListener(int descriptor) throws IOException {
        return posix.option(descriptor, Posix.SOL_SOCKET, Posix.SO_ACCEPTCONN) != 0;
    }

    @Override
    public Sample tcp(int descriptor) throws IOException {
        var info = info(descriptor);
        // A socket that is closed on both sides has nothing to be read, and the kernel says so.
        boolean asks = info.state() == TcpInfo.ESTABLISHED || info.state() == TcpInfo.CLOSE_WAIT;
        return Sample.of(info, asks ? posix.unread(descriptor) : 0);
    }

    @Override
    public Sample unixDomain(int descriptor) throws IOException {
        return Sample.local(posix.unread(descriptor), posix.unsent(descriptor));
    }

    @Override
    public long waiting(int descriptor) throws IOException {
        var info = info(descriptor);
        return info.state() == TcpInfo.LISTEN ? info.unacked() : -1;
    }

    @Override
    public int pin(int descriptor) throws IOException {
        return posix.duplicate(descriptor);
    }

    @Override
    public void endInput(int descriptor) throws IOException {
        posix.shutdown(descriptor, Posix.SHUT_RD);
    }

    @Override
    public void unpin(int descriptor) throws IOException {
        posix.close(descriptor);
    }

    private TcpInfo info(int descriptor) throws IOException {
        return TcpInfo.of(buffer, posix.tcpInfo(descriptor, buffer));
    }
}
