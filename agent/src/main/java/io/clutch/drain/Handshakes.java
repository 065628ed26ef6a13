package io.clutch.drain;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections that are being made when a drain begins: the first packet of each chose this
 * worker's listener, or that of another worker, and its last one is to come. They are in no queue
 * yet, only in the list of all sockets of the network namespace.
 */
final class Handshakes {

    /** One retransmission of the kernel's, after 1 s, and the next after 2 more. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String SYN_RECV = " 03 ";
    private static final int HEX = 16;

    private final List<Path> tables;
    private final Set<Integer> ports;
    private final long beginNanos;
    private final Set<String> underWay;
    private long nextLookNanos;

    private Handshakes(List<Path> tables, Set<Integer> ports, long nanos) {
        this.tables = tables;
        this.ports = ports;
        beginNanos = nanos;
        nextLookNanos = nanos + BETWEEN_LOOKS_NANOS;
        underWay = read();
    }

    /** Takes note of those to the given ports that are under way now. */
    static Handshakes at(long nanos, Set<Integer> ports) {
        var net = Path.of("/proc/self/net");
        return at(nanos, ports, List.of(net.resolve("tcp"), net.resolve("tcp6")));
    }

    static Handshakes at(long nanos, Set<Integer> ports, List<Path> tables) {
        return new Handshakes(tables, ports, nanos);
    }

    /** Returns whether they are over. Costs time, the more the more sockets there are. */
    boolean areOver(long nanos) {
        if (!underWay.isEmpty() && nanos - beginNanos < MOST_NANOS) {
            if (nanos - nextLookNanos >= 0) {
                underWay.retainAll(read());
                nextLookNanos = nanos + BETWEEN_LOOKS_NANOS;
            }
            return underWay.isEmpty();
        }
        return true;
    }

    private Set<String> read() {
        var found = new HashSet<String>();
        for (var table : tables) {
            try (var in = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
                read(in, found);
            } catch (IOException e) {
                // No IPv6 here, or no /proc: then the least time of a drain has to do.
            }
        }
        return found;
    }

    private void read(BufferedReader in, Set<String> found) throws IOException {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            // "   0: 0100007F:1F90 0200007F:C350 03 …": number, local, remote, state
            int local = line.indexOf(": ") + 2;
            int remote = line.indexOf(' ', local) + 1;
            int state = line.indexOf(' ', remote);
            if (state > 0
                    && line.startsWith(SYN_RECV, state)
                    && ports.contains(port(line, remote - 1))) {
                found.add(line.substring(local, state));
            }
        }
    }

    private static int port(String line, int end) {
        return Integer.parseInt(line, line.lastIndexOf(':', end) + 1, end, HEX);
    }
}
