package io.clutch.drain;

import io.clutch.posix.TcpInfo;

/**
 * Tells from the kernel's numbers whether a request is in progress on a connection.
 *
 * <p>It knows requests and answers that take turns, whatever the protocol and encrypted or not. The
 * rule above all: a request in progress must not be taken for idle, for that loses it. An idle
 * connection that is taken for busy only costs time. In order, the first that holds:
 *
 * <table>
 * <caption>The rules; R: last received, S: last sent, A: last acknowledged, in milliseconds ago</caption>
 * <tr><th>seen<th>verdict<th>because
 * <tr><td>the application has ended its side (FIN_WAIT and the like)
 *     <td>BUSY while packets are not acknowledged, else OVER
 *     <td>the answer is complete; it is only to arrive
 * <tr><td>unread or unsent bytes
 *     <td>BUSY<td>a request to be read, or an answer under way
 * <tr><td>nothing received ever
 *     <td>BUSY for the first second, then ANSWERED
 *     <td>who connects is about to send; S and R are the time of the handshake at first
 * <tr><td>something received, nothing sent ever
 *     <td>BUSY<td>the first request
 * <tr><td>R &lt; S<td>BUSY<td>a request came after the last answer
 * <tr><td>S &lt; R, S - R of 1 s or more, and it has sent again in this drain without receiving
 *     <td>STREAM<td>nobody asks, and it sends
 * <tr><td>S &lt; R, S - R of 1 s or more, S within 35 s, and the request was not seen in this drain
 *     <td>UNCLEAR
 *     <td>a slow answer, or a stream (server-sent events, WebSocket) between two of its messages
 * <tr><td>S &lt; R otherwise<td>ANSWERED<td>the answer went after the request came
 * <tr><td>S = R, and the last that was seen to go in this drain was data received, or data sent
 *     <td>BUSY, or ANSWERED
 *     <td>the counters of packets tell what the ticks do not
 * <tr><td>S = R, packets not acknowledged
 *     <td>ANSWERED
 *     <td>who sends the next request has got the answer, and the request acknowledges it
 * <tr><td>S = R, A &lt; S, and the peer has not closed its side
 *     <td>ANSWERED
 *     <td>the peer acknowledged the answer by itself, some ticks later; a next request would have
 *         done that. Its closing acknowledges as well, also while a request is in progress
 * <tr><td>S = R otherwise<td>UNCLEAR
 *     <td>answered, and acknowledged in the same tick; or answered, and the next request came in the
 *         same tick
 * </table>
 *
 * <p>On the last line nothing else in the kernel helps, as measured on Linux 6.18 with the truth
 * known. Not the acknowledgement that a request gets when it is not answered for 40 to 200 ms: a
 * request that comes in two packets (header and body) has its acknowledgement at once, in the same
 * tick. Not the "pingpong" bit either (/proc/net/tcp, TCP_QUICKACK): it is set during every such
 * request. So whoever judges waits, and asks the application in the end: see {@link Connections}.
 *
 * <p>What no rule sees is a second request in progress on the same connection when the first is
 * answered: pipelining, HTTP/2. See {@link Multiplexing}.
 */
final class Judgement {

    /** Who connects has sent its first request by then, a handshake of TLS is over. */
    static final long OPENING_MILLIS = 1_000;

    /** Longer between request and answer than this: may be an answer in parts. */
    private static final long SLOW_MILLIS = 100;

    /** Longer between request and last sending than this: may be a stream. */
    private static final long STREAM_MILLIS = 1_000;

    /** A stream sends a sign of life more often than this; 15 and 30 s are usual. */
    private static final long SIGN_OF_LIFE_MILLIS = 35_000;

    /** Longer than most pauses within an answer. */
    private static final long PAUSE_MILLIS = 50;

    /** Two ticks of the kernel, where they are 4 ms. */
    private static final long TICKS_MILLIS = 8;

    /** A handshake of TLS has no more packets than this. */
    private static final long HANDSHAKE_PACKETS = 8;

    private static final int FIN_WAIT_1 = 4;
    private static final int LAST_ACK = 9;
    private static final int CLOSING = 11;

    private Judgement() {}

    /** Judges a connection. */
    static Verdict of(Sample now, Seen seen) {
        return switch (now.state()) {
            case Sample.LOCAL -> hasBytes(now) ? Verdict.BUSY : Verdict.UNCLEAR;
            case TcpInfo.ESTABLISHED, TcpInfo.CLOSE_WAIT ->
                    hasBytes(now) ? Verdict.BUSY : ofEmpty(now, seen);
            case FIN_WAIT_1, LAST_ACK, CLOSING -> now.unacked() > 0 ? Verdict.BUSY : Verdict.OVER;
            default -> Verdict.OVER;
        };
    }

    /**
     * Returns for how many milliseconds a connection with an answered request must have been quiet
     * before its input may be ended: long enough for what is no request's end to show itself.
     *
     * @param missed how often a request came before it had been quiet for so long
     * @param watchedMillis for how long it has been looked at
     */
    static long settling(Sample now, Seen seen, int missed, long watchedMillis) {
        if (missed > 0 && watchedMillis >= OPENING_MILLIS) {
            // A client that asks again at once never leaves it quiet; any moment will have to do.
            return watchedMillis >= 2 * OPENING_MILLIS ? 0 : TICKS_MILLIS;
        }
        boolean opening = now.dataIn() <= HANDSHAKE_PACKETS && watchedMillis < OPENING_MILLIS;
        boolean inParts = seen.again() || (now.gap() >= SLOW_MILLIS && !seen.busy());
        if (opening || inParts) {
            return OPENING_MILLIS;
        }
        // Whoever waits for the peer in the middle of an exchange, as after "100 Continue", waits
        // for a round trip; and the next part of an answer may take a moment.
        return PAUSE_MILLIS + 2 * now.roundTrip();
    }

    private static boolean hasBytes(Sample now) {
        return now.unread() > 0 || now.notSent() > 0;
    }

    private static Verdict ofEmpty(Sample now, Seen seen) {
        if (now.bytesReceived() == 0) {
            return now.quiet() < OPENING_MILLIS ? Verdict.BUSY : Verdict.ANSWERED;
        }
        if (now.dataOut() == 0 || now.gap() < 0) {
            return Verdict.BUSY;
        }
        return now.gap() > 0 ? ofAnswered(now, seen) : ofTie(now, seen);
    }

    private static Verdict ofAnswered(Sample now, Seen seen) {
        if (now.gap() < STREAM_MILLIS) {
            return Verdict.ANSWERED;
        }
        if (seen.again()) {
            return Verdict.STREAM;
        }
        return seen.busy() || now.sent() >= SIGN_OF_LIFE_MILLIS
                ? Verdict.ANSWERED
                : Verdict.UNCLEAR;
    }

    private static Verdict ofTie(Sample now, Seen seen) {
        return switch (seen.last()) {
            case RECEIVED -> Verdict.BUSY;
            case SENT -> Verdict.ANSWERED;
            case NOTHING, BOTH -> {
                boolean ackedLater = now.acked() < now.sent() && now.state() == TcpInfo.ESTABLISHED;
                yield now.unacked() > 0 || ackedLater ? Verdict.ANSWERED : Verdict.UNCLEAR;
            }
        };
    }
}
