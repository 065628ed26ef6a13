package io.clutch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    private final Outbox outbox = new Outbox();

    @Test
    void takesUpToItsCapacityAndHasRoomAgainWhenOneIsWritten() {
        assertThat(outbox.add(frame(Outbox.CAPACITY))).isEqualTo(Outbox.Answer.QUEUED);
        assertThat(outbox.add(frame(1))).isEqualTo(Outbox.Answer.FULL);

        outbox.first().bytes().position(Outbox.CAPACITY);
        outbox.removeFirst();

        assertThat(outbox.add(frame(Outbox.CAPACITY))).isEqualTo(Outbox.Answer.QUEUED);
    }

    @Test
    void whatWaitsCanStillBeWrittenAfterClose() {
        var frame = frame(3);
        outbox.add(frame);
        outbox.close();

        assertThat(outbox.add(frame(1))).isEqualTo(Outbox.Answer.CLOSED);
        assertThat(awaitFirst()).isSameAs(frame);
        outbox.removeFirst();
        assertThat(awaitFirst()).isNull();
    }

    @Test
    void nothingIsLeftAfterDiscard() {
        outbox.add(frame(3));
        outbox.discard();

        assertThat(outbox.first()).isNull();
        assertThat(awaitFirst()).isNull();
        outbox.removeFirst();
    }

    @Test
    void writerIsWokenByAFrameAndByTheEnd() {
        var first = CompletableFuture.supplyAsync(this::awaitFirst);
        var frame = frame(1);
        outbox.add(frame);
        await().untilAsserted(() -> assertThat(first).isCompletedWithValue(frame));
        outbox.removeFirst();

        var second = CompletableFuture.supplyAsync(this::awaitFirst);
        outbox.close();
        await().untilAsserted(() -> assertThat(second).isCompletedWithValue(null));
    }

    @Test
    void whenNothingComesInTimeAFrameIsMade() {
        var made = frame(2);

        assertThat(outbox.awaitFirst(0, () -> made)).isSameAs(made);
        assertThat(outbox.first()).isSameAs(made);
        outbox.removeFirst();
        assertThat(outbox.awaitFirst(TimeUnit.MILLISECONDS.toNanos(1), () -> made)).isSameAs(made);
        assertThat(outbox.awaitFirst(0, () -> frame(3))).isSameAs(made);
    }

    @Test
    void interruptedThreadAddsAndWaitsAsAnyOtherAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(outbox.add(frame(1))).isEqualTo(Outbox.Answer.QUEUED);
            long before = System.nanoTime();
            outbox.awaitEmpty(TimeUnit.MILLISECONDS.toNanos(50));
            assertThat(System.nanoTime() - before)
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private Frame awaitFirst() {
        return outbox.awaitFirst(Long.MAX_VALUE, () -> frame(9));
    }

    private static Frame frame(int size) {
        return Frame.of(ByteBuffer.allocate(size));
    }
}
