package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttentionTest {

    private static final long SECOND = 1_000_000_000L;

    private final Attention attention = new Attention(5);

    @Test
    void beingLateByMoreThanASecondIsALapse() {
        attention.expect(5, 2 * SECOND);
        assertThat(attention.lapsed(5 + 3 * SECOND)).isFalse();
        attention.expect(5 + 3 * SECOND, 2 * SECOND);
        assertThat(attention.lapsed(6 + 6 * SECOND)).isTrue();
        assertThat(attention.lapsed(7 + 6 * SECOND)).isFalse();
    }

    @Test
    void beingEarlyIsNone() {
        attention.expect(5, 100 * SECOND);

        assertThat(attention.lapsed(6)).isFalse();
    }

    @Test
    void workThatTakesTooLongIsALapseToo() {
        assertThat(attention.lapsed(5)).isFalse();
        assertThat(attention.lapsed(6 + SECOND)).isTrue();
    }

    @Test
    void whereNothingIsDueNothingIsLate() {
        attention.expect(5, Long.MAX_VALUE);

        assertThat(attention.lapsed(1_000_000 * SECOND)).isFalse();
    }

    @Test
    void whatIsDueAlreadyIsDueNow() {
        attention.expect(5, -100 * SECOND);

        assertThat(attention.lapsed(5 + SECOND)).isFalse();
    }
}
