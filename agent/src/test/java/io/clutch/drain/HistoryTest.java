package io.clutch.drain;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {

    private long millis;

    @Test
    void anAnswerThatWasSeenToGoSettlesATie() {
        var history = history("s=8 r=8 a=8 in=9 out=9 bytes=900");
        assertThat(history.verdict()).isEqualTo(Verdict.UNCLEAR);

        look(history, 2, "s=0 r=0 a=0 in=10 out=9 bytes=1000");
        assertThat(history.verdict()).isEqualTo(Verdict.BUSY);

        look(history, 2, "s=0 r=0 a=0 in=10 out=10 bytes=1000");
        assertThat(history.verdict()).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void anAnswerAndTheNextRequestBetweenTwoLooksRemainUnclear() {
        var history = history("s=40 r=80 in=9 out=9 bytes=900");

        look(history, 2, "s=0 r=0 a=0 in=11 out=10 bytes=1100");

        assertThat(history.verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void aSlowRequestThatWasSeenIsNoStream() {
        var history = history("s=5000 r=2000");
        assertThat(history.verdict()).isEqualTo(Verdict.BUSY);

        look(history, 1000, "s=0 r=3000 out=21");

        assertThat(history.verdict()).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void anAnswerToWhatWasUnclearIsNoStream() {
        var history = history("s=8 r=8 a=8");
        look(history, 2000, "s=0 r=2008 out=21");
        assertThat(history.verdict()).isEqualTo(Verdict.ANSWERED);
        assertThat(history.isSettled(nanos())).isFalse();
        look(history, 52, "s=52 r=2060 out=21");
        assertThat(history.isSettled(nanos())).isTrue();
    }

    @Test
    void aSlowAnswerInTwoPartsIsNoStream() {
        var history = history("s=5000 r=2000");
        look(history, 1000, "s=0 r=3000 out=21");
        look(history, 40, "s=0 r=3040 out=22");
        assertThat(history.verdict()).isEqualTo(Verdict.ANSWERED);
        assertThat(history.isSettled(nanos())).isFalse();
        look(history, 1000, "s=1000 r=4040 out=22");
        assertThat(history.isSettled(nanos())).isTrue();
    }

    @Test
    void whoGoesOnSendingIsAStream() {
        var history = history("s=500 r=5000");
        assertThat(history.verdict()).isEqualTo(Verdict.UNCLEAR);

        look(history, 600, "s=4 r=5600 out=21");
        assertThat(history.verdict()).isEqualTo(Verdict.UNCLEAR);
        look(history, 600, "s=4 r=6200 out=22");
        assertThat(history.verdict()).isEqualTo(Verdict.STREAM);

        look(history, 60_000, "s=60004 r=66200 out=22");
        assertThat(history.verdict()).isEqualTo(Verdict.STREAM);

        look(history, 4, "s=60008 r=0 out=22 bytes=2000 in=21");
        assertThat(history.verdict()).isEqualTo(Verdict.BUSY);
        look(history, 4, "s=0 r=4 out=23 bytes=2000 in=21");
        assertThat(history.verdict()).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void settlesWhenItHasBeenQuiet() {
        var history = history("s=4 r=20");
        assertThat(history.isSettled(nanos())).isFalse();

        look(history, 47, "s=51 r=67");
        assertThat(history.isSettled(nanos())).isFalse();

        look(history, 1, "s=52 r=68");
        assertThat(history.isSettled(nanos())).isTrue();
    }

    @Test
    void isNotSettledWhileARequestIsInProgress() {
        assertThat(history("s=9000 r=8000").isSettled(nanos())).isFalse();
        assertThat(history("s=8000 r=8000 a=8000").isSettled(nanos())).isFalse();
    }

    @Test
    void aClientThatAsksAgainAtOnceIsTakenAtAnyMomentInTheEnd() {
        var history = history("s=0 r=4 in=100 bytes=1000 out=100");
        for (int turn = 1; turn <= 10; turn++) {
            int packets = 100 + turn;
            int bytes = 1000 + turn;
            look(
                    history,
                    200,
                    "s=200 r=0 in=%d bytes=%d out=%d".formatted(packets, bytes, packets - 1));
            look(history, 4, "s=0 r=4 in=%d bytes=%d out=%d".formatted(packets, bytes, packets));
            assertThat(history.isSettled(nanos())).isEqualTo(turn >= 10);
        }
        look(history, 200, "s=200 r=0 in=111 bytes=1011 out=110");
        assertThat(history.isSettled(nanos())).isFalse();
    }

    @Test
    void tellsForHowLongNothingHasChanged() {
        var history = history("s=8 r=8 a=8");
        look(history, 100, "s=108 r=108 a=108");
        look(history, 100, "s=208 r=208 a=208");
        assertThat(history.unchanged(nanos())).isEqualTo(MILLISECONDS.toNanos(200));

        look(history, 100, "s=308 r=308 a=308 unread=7");
        assertThat(history.unchanged(nanos())).isZero();
    }

    private History history(String sample) {
        millis = 0;
        return new History(Samples.of(sample), nanos());
    }

    private void look(History history, long millisLater, String sample) {
        millis += millisLater;
        history.look(Samples.of(sample), nanos());
    }

    private long nanos() {
        return MILLISECONDS.toNanos(millis);
    }
}
