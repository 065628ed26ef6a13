package io.clutch.drain;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits until a process that gets no new connections has answered everything: the queues of its
 * listeners are empty, the handshakes that were under way are over, and no accepted connection is
 * busy. Looks again and again, at most for a fifth of the time of one processor.
 */
public final class Drain {

    /** A round trip within a data centre, for handshakes that are not on any list (SYN cookies). */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * How often to look when that costs next to nothing. Clients on the same machine leave a
     * connection idle for 50 to 100 microseconds between an answer and the next request.
     */
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** To one part of work so many parts of rest. */
    private static final int REST = 4;

    /** The kernel takes a connection out of the queue a moment before it has a descriptor. */
    private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The first finds the listeners, the next one their queues. */
    private static final int LEAST_LOOKS = 2;

    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Descriptors descriptors;
    private final Pace pace;
    private final Doors doors;
    private final boolean multiplexing;

    /**
     * Prepares a drain of this process.
     *
     * @param listeners the addresses that the application listens on, or did when it accepted the
     *     connections
     * @param multiplexing whether connections may have several requests in progress at once
     */
    public Drain(Posix posix, Collection<? extends SocketAddress> listeners, boolean multiplexing) {
        this(new PosixDescriptors(posix), Pace.SYSTEM, new Doors(listeners), multiplexing);
    }

    Drain(Descriptors descriptors, Pace pace, Doors doors, boolean multiplexing) {
        this.descriptors = descriptors;
        this.pace = pace;
        this.doors = doors;
        this.multiplexing = multiplexing;
    }

    /**
     * Waits. Idle connections are closed on the way.
     *
     * @param most for how long at most; what is cut off is found out even if that is zero
     * @param goesOn asked all the time; once it is false, nothing is waited for any more
     */
    public DrainReport run(Duration most, BooleanSupplier goesOn) {
        long begin = pace.nanos();
        var patience = Patience.of(begin, most, multiplexing);
        var connections = new Connections(descriptors, doors, pace, patience);
        var trouble = "";
        try {
            wait(connections, patience, goesOn);
        } catch (IOException e) {
            trouble = "cannot look after connections: " + e.getMessage();
        }
        return report(connections, pace.nanos() - begin, trouble);
    }

    private void wait(Connections connections, Patience patience, BooleanSupplier goesOn)
            throws IOException {
        var handshakes = Handshakes.at(patience.beginNanos(), doors.ports());
        boolean wasCalm = false;
        long calmNanos = 0;
        for (int looks = 0; goesOn.getAsBoolean() && !doors.isEmpty(); looks++) {
            long before = pace.nanos();
            if (patience.isOver(before)) {
                for (; looks < LEAST_LOOKS; looks++) {
                    connections.look(before + LAST_LOOK_NANOS);
                }
                return;
            }
            boolean calm =
                    connections.look(patience.endNanos())
                            && before - patience.beginNanos() >= LEAST_NANOS
                            && handshakes.areOver(before);
            if (calm && wasCalm && before - calmNanos >= CALM_NANOS) {
                return;
            }
            if (calm) {
                calmNanos = wasCalm ? calmNanos : before;
                connections.forgetForeign();
            }
            wasCalm = calm;
            rest(before, patience);
        }
    }

    private void rest(long before, Patience patience) {
        long now = pace.nanos();
        long cost = now - before;
        long pause = Math.min(Math.max(REST * cost, SHORTEST_PAUSE_NANOS), LONGEST_PAUSE_NANOS);
        pace.pause(Math.max(1, Math.min(pause, patience.endNanos() - now)));
    }

    private static DrainReport report(Connections connections, long nanos, String trouble) {
        List<DrainReport.CutOff> cutOff =
                connections.pending().stream().map(Drain::cutOff).toList();
        return new DrainReport(
                Duration.ofNanos(nanos),
                connections.waitedFor(),
                connections.closed(),
                cutOff,
                connections.queued(),
                trouble);
    }

    private static DrainReport.CutOff cutOff(Accepted connection) {
        var history = connection.history();
        return new DrainReport.CutOff(
                history.verdict().text(), text(connection.peer()), history.sample().received());
    }

    private static String text(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress internet)) {
            return peer.toString();
        }
        var literal = internet.getAddress().getHostAddress();
        return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + internet.getPort();
    }
}
