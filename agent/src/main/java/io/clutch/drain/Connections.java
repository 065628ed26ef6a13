package io.clutch.drain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The connections that the application has accepted, found among the descriptors of the process.
 *
 * <p>One with no request in progress has its input ended ({@code SHUT_RD}): the application reads
 * end-of-file as if the client had left, and closes it at its own pace, between two requests. So
 * the clients of a keep-alive connection learn that it is closed, and cannot keep a drain from
 * ending. Nothing is sent to the client by this, and what has arrived before the application looks
 * is still read first: a request that slips in is answered (seen with the JDK's HTTP server, Jetty,
 * Tomcat, Undertow, blocking sockets).
 *
 * <p>The same asks the application where the kernel's numbers leave it {@linkplain Verdict#UNCLEAR
 * unclear}: an idle connection is closed by every server at once; one that stays open has a request
 * in progress, and is waited for. It is asked late, since servers that read while they work
 * (Netty's way) drop a request when they read end-of-file. That an unclear connection has a request
 * in progress for so long, and on such a server, is what is risked there.
 */
final class Connections {

    private static final int LOOKS_BETWEEN_CLOCKS = 512;

    private final Descriptors descriptors;
    private final Doors doors;
    private final Pace pace;
    private final Patience patience;
    private Accepted[] accepted = new Accepted[256];
    private final BitSet foreign = new BitSet();
    private final List<Integer> listeners = new ArrayList<>();
    private int round;
    private long queued;
    private int closed;
    private int waitedFor;

    Connections(Descriptors descriptors, Doors doors, Pace pace, Patience patience) {
        this.descriptors = descriptors;
        this.doors = doors;
        this.pace = pace;
        this.patience = patience;
    }

    /**
     * Looks at everything once.
     *
     * @param deadline when to give up looking, as {@link Pace#nanos}
     * @return whether there is nothing to wait for; descriptors that were none of ours when they
     *     were seen first may have been left out, see {@link #forgetForeign}
     * @throws IOException if this process's descriptors cannot be listed
     */
    boolean look(long deadline) throws IOException {
        // First, so that a connection which has left the queue is among the descriptors.
        queued = lookAtQueues();
        boolean firstRound = round++ == 0;
        boolean done = queued == 0 && !firstRound;
        long now = pace.nanos();
        int looks = 0;
        for (int descriptor : descriptors.all()) {
            if (foreign.get(descriptor)) {
                continue;
            }
            if (++looks % LOOKS_BETWEEN_CLOCKS == 0) {
                now = pace.nanos();
                if (now - deadline >= 0) {
                    return false;
                }
            }
            done &= look(descriptor, now);
        }
        forgetClosed();
        return done;
    }

    /** Has the next look include the descriptors that were none of ours when seen first. */
    void forgetForeign() {
        foreign.clear();
    }

    /** Returns how many connections waited for being accepted at the last look. */
    long queued() {
        return queued;
    }

    /** Returns how many were found idle and had their input ended. */
    int closed() {
        return closed;
    }

    /** Returns how many were waited for. */
    int waitedFor() {
        return waitedFor;
    }

    /** Returns those that are waited for still. */
    Collection<Accepted> pending() {
        long now = pace.nanos();
        return Arrays.stream(accepted)
                .filter(connection -> connection != null && !connection.isDone(now))
                .filter(connection -> connection.history().verdict() != Verdict.ANSWERED)
                .toList();
    }

    private long lookAtQueues() {
        long sum = 0;
        for (var each = listeners.iterator(); each.hasNext(); ) {
            int descriptor = each.next();
            try {
                long waiting = descriptors.waiting(descriptor);
                if (waiting >= 0) {
                    sum += waiting;
                    continue;
                }
            } catch (IOException e) {
                // It is closed, and no listener any more.
            }
            each.remove();
        }
        return sum;
    }

    /** Returns whether there is nothing to wait for here. */
    private boolean look(int descriptor, long now) {
        try {
            var connection = known(descriptor, now);
            if (connection == null) {
                return true;
            }
            connection.round(round);
            return isDone(descriptor, connection, now);
        } catch (IOException e) {
            // It has been closed a moment ago, or is no socket.
            accept(descriptor, null);
            foreign.set(descriptor);
            return true;
        }
    }

    /** Returns null if it is none of ours. */
    private Accepted known(int descriptor, long now) throws IOException {
        var known = descriptor < accepted.length ? accepted[descriptor] : null;
        if (known != null) {
            var sample = sample(descriptor, known.local());
            boolean isSame =
                    !sample.differs(known.history().sample())
                            || known.history().verdict() == Verdict.OVER
                            || known.peer().equals(peer(descriptor, known.local()));
            if (isSame) {
                known.history().look(sample, now);
                return known;
            }
        }
        var fresh = fresh(descriptor, now);
        accept(descriptor, fresh);
        if (fresh == null) {
            foreign.set(descriptor);
        }
        return fresh;
    }

    private Accepted fresh(int descriptor, long now) throws IOException {
        var local = descriptors.local(descriptor);
        if (!doors.has(local) || isListener(descriptor, local)) {
            return null;
        }
        var peer = peer(descriptor, local);
        return new Accepted(local, peer, sample(descriptor, local), now);
    }

    private boolean isListener(int descriptor, SocketAddress local) throws IOException {
        if (!(local instanceof InetSocketAddress)) {
            // Its queue is no secret of the kernel's, but there is no way to ask.
            return descriptors.isLocalListener(descriptor);
        }
        if (descriptors.waiting(descriptor) < 0) {
            return false;
        }
        if (!listeners.contains(descriptor)) {
            listeners.add(descriptor);
        }
        return true;
    }

    private SocketAddress peer(int descriptor, SocketAddress local) throws IOException {
        // Clients of Unix-domain sockets have no address.
        return local instanceof InetSocketAddress ? descriptors.peer(descriptor) : local;
    }

    private Sample sample(int descriptor, SocketAddress local) throws IOException {
        return local instanceof UnixDomainSocketAddress
                ? descriptors.unixDomain(descriptor)
                : descriptors.tcp(descriptor);
    }

    private boolean isDone(int descriptor, Accepted connection, long now) {
        var history = connection.history();
        if (history.verdict() != Verdict.ANSWERED && history.verdict() != Verdict.OVER) {
            waitedFor += connection.waitFor() ? 1 : 0;
        }
        if (connection.isDone(now)) {
            return true;
        }
        boolean mayEnd =
                (history.isSettled(now) && patience.closesAnswered(now))
                        || (history.verdict() == Verdict.UNCLEAR
                                && patience.asksUnclear(now, history.unchanged(now)));
        if (!connection.isEnded() && mayEnd && end(descriptor, connection)) {
            connection.ended(now);
            closed += history.verdict() == Verdict.ANSWERED ? 1 : 0;
        }
        return history.verdict() == Verdict.ANSWERED
                && patience.leavesAnswered(history.sample().quiet());
    }

    /**
     * Ends the input of a connection if it still is the one that was looked at, and nothing has
     * gone since.
     */
    private boolean end(int descriptor, Accepted connection) {
        try {
            // The number may come to mean another file between two calls; the pinned one may not.
            int pinned = descriptors.pin(descriptor);
            try {
                return endPinned(pinned, connection);
            } finally {
                descriptors.unpin(pinned);
            }
        } catch (IOException e) {
            // Closed or reset a moment ago, which the next look will see; or there are no more
            // descriptors to be had, and it is tried again.
            return false;
        }
    }

    private boolean endPinned(int pinned, Accepted connection) throws IOException {
        var local = connection.local();
        if (!local.equals(descriptors.local(pinned))
                || !connection.peer().equals(peer(pinned, local))
                || sample(pinned, local).differs(connection.history().sample())) {
            return false;
        }
        descriptors.endInput(pinned);
        return true;
    }

    private void accept(int descriptor, Accepted connection) {
        if (descriptor >= accepted.length) {
            if (connection == null) {
                return;
            }
            accepted = Arrays.copyOf(accepted, Math.max(descriptor + 1, accepted.length * 2));
        }
        accepted[descriptor] = connection;
    }

    private void forgetClosed() {
        for (int i = 0; i < accepted.length; i++) {
            if (accepted[i] != null && accepted[i].round() != round) {
                accepted[i] = null;
            }
        }
    }
}
