package io.clutch.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What the kernel tells about a TCP socket. Of a field that this kernel does not have yet the value
 * is -1.
 *
 * @param state the state of the connection as a number: 1 established, 8 close wait, 10 listening…
 * @param lastDataSent milliseconds since data was last sent
 * @param lastDataReceived milliseconds since data was last received
 * @param lastAckReceived milliseconds since something was last acknowledged
 * @param unacked packets that are not acknowledged; of a listening socket, how many connections
 *     wait for being accepted
 * @param sacked of a listening socket, how many may wait
 * @param roundTripMicros the time that a packet takes to the peer and back, in microseconds
 * @param notSentBytes bytes that have not been sent once
 * @param bytesReceived bytes that were received
 * @param segmentsIn packets that were received
 * @param segmentsOut packets that were sent
 * @param dataSegmentsIn packets with data that were received
 * @param dataSegmentsOut packets with data that were sent
 */
public record TcpInfo(
        int state,
        long lastDataSent,
        long lastDataReceived,
        long lastAckReceived,
        long unacked,
        long sacked,
        long roundTripMicros,
        long notSentBytes,
        long bytesReceived,
        long segmentsIn,
        long segmentsOut,
        long dataSegmentsIn,
        long dataSegmentsOut) {

    /** The {@link #state} of a connection that is open both ways. */
    public static final int ESTABLISHED = 1;

    /** The {@link #state} of a connection whose other side has closed. */
    public static final int CLOSE_WAIT = 8;

    /** The {@link #state} of a socket that listens. */
    public static final int LISTEN = 10;

    /** As many bytes as {@link #of} looks at. */
    public static final int SIZE = 160;

    private static final int STATE = 0;
    private static final int UNACKED = 24;
    private static final int SACKED = 28;
    private static final int LAST_DATA_SENT = 44;
    private static final int LAST_DATA_RECEIVED = 52;
    private static final int LAST_ACK_RECEIVED = 56;
    private static final int ROUND_TRIP = 68;
    private static final int BYTES_RECEIVED = 128;
    private static final int SEGMENTS_OUT = 136;
    private static final int SEGMENTS_IN = 140;
    private static final int NOT_SENT_BYTES = 144;
    private static final int DATA_SEGMENTS_IN = 152;
    private static final int DATA_SEGMENTS_OUT = 156;

    /**
     * Reads the kernel's structure.
     *
     * @param bytes what {@link Posix#tcpInfo(int, byte[])} has filled
     * @param length what it has returned
     */
    public static TcpInfo of(byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
        return new TcpInfo(
                length > STATE ? buffer.get(STATE) : -1,
                unsignedInt(buffer, LAST_DATA_SENT),
                unsignedInt(buffer, LAST_DATA_RECEIVED),
                unsignedInt(buffer, LAST_ACK_RECEIVED),
                unsignedInt(buffer, UNACKED),
                unsignedInt(buffer, SACKED),
                unsignedInt(buffer, ROUND_TRIP),
                unsignedInt(buffer, NOT_SENT_BYTES),
                buffer.limit() < BYTES_RECEIVED + Long.BYTES ? -1 : buffer.getLong(BYTES_RECEIVED),
                unsignedInt(buffer, SEGMENTS_IN),
                unsignedInt(buffer, SEGMENTS_OUT),
                unsignedInt(buffer, DATA_SEGMENTS_IN),
                unsignedInt(buffer, DATA_SEGMENTS_OUT));
    }

    private static long unsignedInt(ByteBuffer buffer, int at) {
        return buffer.limit() < at + Integer.BYTES ? -1 : Integer.toUnsignedLong(buffer.getInt(at));
    }
}
