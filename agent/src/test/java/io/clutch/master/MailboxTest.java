package io.clutch.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    @Test
    void eventsComeInOrderThenTicks() {
        mailbox.post(new Event.Signalled("TERM"));
        mailbox.post(new Event.HungUp());

        assertThat(mailbox.take(0)).isEqualTo(new Event.Signalled("TERM"));
        assertThat(mailbox.take(Long.MAX_VALUE)).isEqualTo(new Event.HungUp());
        assertThat(mailbox.take(-1)).isEqualTo(new Event.Tick());
        assertThat(mailbox.take(1)).isEqualTo(new Event.Tick());
    }

    @Test
    void afterTheEndEverybodyIsAnswered() {
        var before = new FakeReply();
        mailbox.reload(before);
        mailbox.close();
        var scale = new FakeReply();
        mailbox.scale(3, scale);
        var stop = new FakeReply();
        mailbox.stop(true, stop);

        assertThat(before.failed).isEqualTo("the cluster has ended");
        assertThat(scale.failed).isEqualTo("the cluster has ended");
        assertThat(stop.done).isEqualTo("the cluster has ended");
        assertThat(mailbox.status())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }
}
