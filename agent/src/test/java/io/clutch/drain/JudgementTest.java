package io.clutch.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    @ParameterizedTest
    @CsvSource({
        // Bytes that somebody has to read or send.
        "unread=1 s=8 r=40,                         BUSY",
        "unsent=1 s=8 r=40,                         BUSY",
        "unread=1 state=close-wait s=8 r=40,        BUSY",
        // The beginning.
        "bytes=0 in=0 out=0 s=0 r=0,                BUSY",
        "bytes=0 in=0 out=0 s=996 r=996,            BUSY",
        "bytes=0 in=0 out=0 s=1000 r=1000,          ANSWERED",
        "bytes=0 in=0 out=1 s=4 r=2000,             BUSY",
        "bytes=0 in=0 out=1 s=1200 r=2000,          ANSWERED",
        "in=1 out=0 s=8 r=8,                        BUSY",
        "in=1 out=0 s=4000 r=4000 a=4000,           BUSY",
        "in=2 out=0 s=4000 r=3000,                  BUSY",
        // One after the other.
        "s=8 r=4,                                   BUSY",
        "s=8 r=0,                                   BUSY",
        "s=3600000 r=3599996,                       BUSY",
        "s=8 r=4 unacked=3,                         BUSY",
        "s=8 r=4 state=close-wait,                  BUSY",
        "s=4 r=8,                                   ANSWERED",
        "s=4 r=8 state=close-wait,                  ANSWERED",
        "s=0 r=999,                                 ANSWERED",
        "s=3600000 r=3600999,                       ANSWERED",
        // A slow answer, or a stream.
        "s=0 r=1000,                                UNCLEAR",
        "s=34999 r=36000,                           UNCLEAR",
        "s=35000 r=36000,                           ANSWERED",
        // In the same tick.
        "s=8 r=8 a=8 unacked=1,                     ANSWERED",
        "s=8 r=8 a=400 unacked=1,                   ANSWERED",
        "s=8 r=8 a=4,                               ANSWERED",
        "s=800 r=800 a=760,                         ANSWERED",
        "s=8 r=8 a=8,                               UNCLEAR",
        "s=8000 r=8000 a=8000,                      UNCLEAR",
        "s=8 r=8 a=8 in=1 out=1 prompt,             ANSWERED",
        "s=8 r=8 a=8 in=1 out=1,                    UNCLEAR",
        "s=8 r=8 a=8 in=2 out=1 prompt,             UNCLEAR",
        // Seen: the client has closed its side while its request is in progress.
        "s=28 r=28 a=4 state=close-wait,            UNCLEAR",
        "s=8 r=8 a=8 unacked=1 state=close-wait,    ANSWERED",
        // The application has ended its side.
        "state=fin-wait-1 unacked=1 s=8 r=8,        BUSY",
        "state=last-ack unacked=2 s=8 r=8,          BUSY",
        "state=closing unacked=1 s=8 r=8,           BUSY",
        "state=fin-wait-1 s=8 r=8,                  OVER",
        "state=fin-wait-2 s=8 r=4 unread=10,        OVER",
        "state=closed s=8 r=4,                      OVER",
    })
    void judgesWhatWasNotSeenBefore(String sample, Verdict verdict) {
        assertThat(Judgement.of(Samples.of(sample), Seen.NOTHING)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        // What was seen to go last decides where the ticks do not.
        "s=8 r=8 a=8,              RECEIVED, false, false, BUSY",
        "s=8 r=8 a=8 unacked=1,    RECEIVED, false, false, BUSY",
        "s=8 r=8 a=8,              SENT,     false, false, ANSWERED",
        "s=8 r=8 a=8,              BOTH,     true,  false, UNCLEAR",
        "s=8 r=8 a=8 unacked=1,    BOTH,     true,  false, ANSWERED",
        "s=8 r=8 a=4,              BOTH,     true,  false, ANSWERED",
        // The ticks decide where they do.
        "s=8 r=4,                  SENT,     true,  true,  BUSY",
        "s=4 r=8,                  RECEIVED, true,  false, ANSWERED",
        // A slow request that was seen is no stream, unless it goes on.
        "s=0 r=3000,               SENT,     true,  false, ANSWERED",
        "s=0 r=3000,               SENT,     true,  true,  STREAM",
        "s=0 r=3000,               SENT,     false, true,  STREAM",
        "s=60000 r=63000,          SENT,     false, true,  STREAM",
        "s=0 r=400,                SENT,     true,  true,  ANSWERED",
    })
    void judgesByWhatWasSeen(
            String sample, Seen.Last last, boolean busy, boolean lasting, Verdict verdict) {
        assertThat(Judgement.of(Samples.of(sample), new Seen(last, busy, lasting, lasting)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        // sample, busy before, sent again, missed, watched, needs to be quiet for
        "s=4 r=8,               false, false, 0, 0,    52",
        "s=4 r=8 rtt=100,       false, false, 0, 0,    250",
        "s=4 r=8,               false, false, 1, 999,  52",
        "s=4 r=8,               false, false, 1, 1000, 8",
        "s=4 r=8,               false, false, 9, 2000, 0",
        "s=4 r=8,               false, false, 0, 9000, 52",
        // Perhaps an answer in parts.
        "s=4 r=104,             false, false, 0, 0,    1000",
        "s=4 r=104,             true,  false, 0, 0,    52",
        "s=4 r=104,             true,  true,  0, 9000, 1000",
        // Perhaps in a handshake of TLS.
        "s=4 r=8 in=8,          false, false, 0, 999,  1000",
        "s=4 r=8 in=9,          false, false, 0, 999,  52",
        "s=4 r=8 in=8,          false, false, 0, 1000, 52",
    })
    void letsConnectionsSettle(
            String sample, boolean busy, boolean again, int missed, long watched, long quiet) {
        var seen = new Seen(Seen.Last.NOTHING, busy, again, false);
        assertThat(Judgement.settling(Samples.of(sample), seen, missed, watched)).isEqualTo(quiet);
    }

    @Test
    void judgesUnixDomainConnectionsByTheirBytes() {
        assertThat(Judgement.of(Sample.local(1, 0), Seen.NOTHING)).isEqualTo(Verdict.BUSY);
        assertThat(Judgement.of(Sample.local(0, 1), Seen.NOTHING)).isEqualTo(Verdict.BUSY);
        assertThat(Judgement.of(Sample.local(0, 0), Seen.NOTHING)).isEqualTo(Verdict.UNCLEAR);
    }
}
