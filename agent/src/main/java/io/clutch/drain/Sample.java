package io.clutch.drain;

import io.clutch.posix.TcpInfo;

/**
 * What the kernel says about one connection at one moment. Times are milliseconds ago and come from
 * the kernel's ticks (4 ms where HZ is 250), so two events within a tick have the same.
 *
 * @param state the TCP state; {@link #LOCAL} for a Unix-domain connection, which has nothing but
 *     {@code unread} and {@code notSent}
 * @param sent when data was last sent; at first, when the connection came to be
 * @param received when data was last received; at first, when the connection came to be
 * @param acked when the peer last acknowledged anything
 * @param roundTrip the time to the peer and back in milliseconds, rounded up
 * @param unread bytes that the application has not read
 * @param notSent bytes that the application has written and that have not left
 * @param unacked packets that have left and are not acknowledged
 * @param bytesReceived bytes received since the beginning
 * @param dataIn packets with data received since the beginning
 * @param dataOut packets with data sent since the beginning
 */
record Sample(
        int state,
        long sent,
        long received,
        long acked,
        long roundTrip,
        long unread,
        long notSent,
        long unacked,
        long bytesReceived,
        long dataIn,
        long dataOut) {

    /** The state of a Unix-domain connection. */
    static final int LOCAL = 0;

    private static final long MICROS = 1_000;

    static Sample of(TcpInfo info, int unread) {
        return new Sample(
                info.state(),
                info.lastDataSent(),
                info.lastDataReceived(),
                info.lastAckReceived(),
                (info.roundTripMicros() + MICROS - 1) / MICROS,
                unread,
                info.notSentBytes(),
                info.unacked(),
                info.bytesReceived(),
                info.dataSegmentsIn(),
                info.dataSegmentsOut());
    }

    static Sample local(int unread, int notSent) {
        return new Sample(LOCAL, 0, 0, 0, 0, unread, notSent, 0, 0, 0, 0);
    }

    /** Returns for how long no data has gone either way. */
    long quiet() {
        return Math.min(sent, received);
    }

    /** Returns how much longer ago data was last received than sent; negative if it came later. */
    long gap() {
        return received - sent;
    }

    /** Returns whether data has gone one way or the other since an earlier sample. */
    boolean differs(Sample earlier) {
        return bytesReceived != earlier.bytesReceived
                || dataOut != earlier.dataOut
                || unread != earlier.unread
                || notSent != earlier.notSent;
    }
}
