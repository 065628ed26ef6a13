package io.clutch.drain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** Descriptors of an application that a test drives: clients ask, the server answers. */
final class FakeDescriptors implements Descriptors {

    static final InetSocketAddress SERVER =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    private static final int NO_FILE = -1;

    private final FakePace pace;
    private final Map<Integer, File> open = new TreeMap<>();
    private int pinned = 1000;
    private int pins;
    boolean canPin = true;

    FakeDescriptors(FakePace pace) {
        this.pace = pace;
    }

    /** What a descriptor may mean. */
    class File {

        final SocketAddress local;
        final SocketAddress peer;
        int descriptor = NO_FILE;
        long waiting = -1;
        boolean ended;
        boolean closesAtTheEnd = true;
        private long received = pace.nanos();
        private long sent = pace.nanos();
        private long acked = pace.nanos();
        private long unread;
        private long packetsIn;
        private long packetsOut;

        File(SocketAddress local, SocketAddress peer) {
            this.local = local;
            this.peer = peer;
        }

        File at(int number) {
            descriptor = number;
            open.put(number, this);
            return this;
        }

        /** A request comes and is read. */
        void asks() {
            received = pace.nanos();
            packetsIn++;
        }

        /** A request comes and is not read. */
        void asksUnheard() {
            asks();
            unread = 10;
        }

        void reads() {
            unread = 0;
        }

        /** An answer goes, and is acknowledged later. */
        void answers() {
            sent = pace.nanos();
            acked = pace.nanos();
            packetsOut++;
        }

        void closes() {
            open.remove(descriptor);
        }

        private Sample sample() {
            return new Sample(
                    1,
                    millisAgo(sent),
                    millisAgo(received),
                    millisAgo(acked),
                    1,
                    unread,
                    0,
                    0,
                    packetsIn * 100,
                    packetsIn,
                    packetsOut,
                    false);
        }
    }

    /** Returns a connection that has answered many requests, the last one long ago. */
    File idle(int number, int port) {
        var file =
                new File(SERVER, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .at(number);
        file.packetsIn = 20;
        file.packetsOut = 20;
        file.received = pace.nanos() - 60_000_000_000L;
        file.sent = file.received + 10_000_000;
        return file;
    }

    /** Returns one with a request in progress. */
    File busy(int number, int port) {
        var file = idle(number, port);
        file.asks();
        return file;
    }

    /** Returns a file that is no socket. */
    File file(int number) {
        return new File(null, null).at(number);
    }

    File listener(int number, int waiting) {
        var file = new File(SERVER, null).at(number);
        file.waiting = waiting;
        return file;
    }

    /** Returns a connection to a Unix-domain listener. */
    File unixDomain(int number, String path) {
        return new File(UnixDomainSocketAddress.of(path), null).at(number);
    }

    /** Returns how many pins are left. */
    int pins() {
        return pins;
    }

    boolean isOpen(File file) {
        return open.get(file.descriptor) == file;
    }

    @Override
    public int[] all() {
        return open.keySet().stream().mapToInt(Integer::intValue).filter(n -> n < 1000).toArray();
    }

    @Override
    public SocketAddress local(int descriptor) throws IOException {
        return socket(descriptor).local;
    }

    @Override
    public SocketAddress peer(int descriptor) throws IOException {
        return connection(descriptor).peer;
    }

    @Override
    public boolean isLocalListener(int descriptor) throws IOException {
        return socket(descriptor).waiting >= 0;
    }

    @Override
    public Sample tcp(int descriptor) throws IOException {
        return connection(descriptor).sample();
    }

    @Override
    public Sample unixDomain(int descriptor) throws IOException {
        return Sample.local((int) socket(descriptor).unread, 0);
    }

    @Override
    public long waiting(int descriptor) throws IOException {
        return socket(descriptor).waiting;
    }

    @Override
    public int pin(int descriptor) throws IOException {
        if (!canPin) {
            throw new IOException("fcntl: EMFILE (Too many open files)");
        }
        open.put(++pinned, socket(descriptor));
        pins++;
        return pinned;
    }

    @Override
    public void endInput(int descriptor) throws IOException {
        var file = socket(descriptor);
        file.ended = true;
        if (file.closesAtTheEnd) {
            pace.in(2, file::closes);
        }
    }

    @Override
    public void unpin(int descriptor) {
        open.remove(descriptor);
        pins--;
    }

    private File socket(int descriptor) throws IOException {
        var file = open.get(descriptor);
        if (file == null) {
            throw new IOException("getsockname: EBADF (Bad file descriptor)");
        }
        if (file.local == null) {
            throw new IOException("getsockname: ENOTSOCK (Socket operation on non-socket)");
        }
        return file;
    }

    private File connection(int descriptor) throws IOException {
        var file = socket(descriptor);
        if (file.peer == null) {
            throw new IOException("getpeername: ENOTCONN (Transport endpoint is not connected)");
        }
        return file;
    }

    private long millisAgo(long moment) {
        return (pace.nanos() - moment) / 4_000_000 * 4;
    }
}
