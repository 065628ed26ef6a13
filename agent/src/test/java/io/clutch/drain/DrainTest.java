package io.clutch.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A drain of an application that the test drives, in a time that the test makes. */
class DrainTest {

    private static final Duration MOST = Duration.ofSeconds(22);

    private final FakePace pace = new FakePace();
    private final FakeDescriptors descriptors = new FakeDescriptors(pace);
    private List<? extends SocketAddress> listeners = List.of(FakeDescriptors.SERVER);
    private boolean multiplexing;
    private boolean goesOn = true;

    @Test
    void lastsForARoundTripIfThereIsNothingToWaitFor() {
        descriptors.listener(3, 0);
        descriptors.file(0);

        var report = drain();

        assertThat(report.took()).isBetween(Duration.ofMillis(110), Duration.ofMillis(115));
        assertThat(report.isNews()).isFalse();
    }

    @Test
    void doesNotWaitWithoutListeners() {
        listeners = List.of();
        descriptors.busy(5, 1);
        assertThat(drain().took()).isZero();
    }

    @Test
    void closesIdleConnections() {
        var idle = descriptors.idle(5, 1);

        var report = drain();

        assertThat(descriptors.isOpen(idle)).isFalse();
        assertThat(report.closed()).isEqualTo(1);
        assertThat(report.waitedFor()).isZero();
        assertThat(report.took()).isLessThan(Duration.ofMillis(150));
        assertThat(descriptors.pins()).isZero();
    }

    @Test
    void waitsForARequestInProgress() {
        var busy = descriptors.busy(5, 1);
        pace.in(3_000, busy::answers);

        var report = drain();

        assertThat(report.took()).isBetween(Duration.ofMillis(3_050), Duration.ofMillis(3_200));
        assertThat(report.waitedFor()).isEqualTo(1);
        assertThat(report.cutOff()).isEmpty();
        assertThat(descriptors.isOpen(busy)).isFalse();
    }

    @Test
    void waitsForRequestsThatComeOneAfterTheOther() {
        var busy = descriptors.busy(5, 1);
        for (int turn = 0; turn < 4; turn++) {
            pace.in(turn * 1_000 + 900, busy::answers);
            pace.in(turn * 1_000 + 904, busy::asks);
        }
        pace.in(4_900, busy::answers);

        var report = drain();

        assertThat(report.cutOff()).isEmpty();
        assertThat(descriptors.isOpen(busy)).isFalse();
        assertThat(busy.ended).isTrue();
        assertThat(report.waitedFor()).isEqualTo(1);
    }

    @Test
    void cutsOffWhatIsBusyWhenTheTimeIsUp() {
        var busy = descriptors.busy(5, 4242);

        var report = drain();

        assertThat(report.took()).isEqualTo(MOST);
        assertThat(busy.ended).isFalse();
        assertThat(report.text())
                .isEqualTo(
                        "in 22.0 s: waited for 1 connection; cut off: 1 busy (127.0.0.1:4242 busy"
                                + " for 22.0 s)");
    }

    @Test
    void waitsForConnectionsInTheQueue() {
        var listener = descriptors.listener(3, 2);
        pace.in(400, () -> listener.waiting = 1);
        pace.in(
                800,
                () -> {
                    listener.waiting = 0;
                    var accepted = descriptors.busy(7, 1);
                    pace.in(500, accepted::answers);
                });

        var report = drain();

        assertThat(report.took()).isGreaterThan(Duration.ofMillis(1_300));
        assertThat(report.waitedFor()).isEqualTo(1);
        assertThat(report.queued()).isZero();
    }

    @Test
    void tellsWhatWasNeverAccepted() {
        descriptors.listener(3, 2);
        var report = drain();
        assertThat(report.queued()).isEqualTo(2);
        assertThat(report.took()).isEqualTo(MOST);
    }

    @Test
    void seesAConnectionUnderTheNumberOfAFileThatWasClosed() {
        descriptors.busy(5, 1).answers();
        var file = descriptors.file(7);
        pace.in(
                105,
                () -> {
                    file.closes();
                    pace.in(700, descriptors.busy(7, 2)::answers);
                });

        var report = drain();

        assertThat(report.waitedFor()).isEqualTo(1);
        assertThat(report.took()).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void doesNotTakeANewConnectionForTheOldOneUnderTheSameNumber() {
        var old = descriptors.idle(5, 1);
        old.closesAtTheEnd = false;
        pace.in(
                50,
                () -> {
                    old.closes();
                    var fresh = descriptors.busy(5, 2);
                    pace.in(1_000, fresh::answers);
                });

        var report = drain();

        assertThat(report.waitedFor()).isEqualTo(1);
        assertThat(report.closed()).isEqualTo(2);
    }

    @Test
    void leavesOthersAlone() {
        var client =
                descriptors
                        .new File(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 5432))
                        .at(5);
        client.answers();
        client.asks();

        var report = drain();

        assertThat(client.ended).isFalse();
        assertThat(report.isNews()).isFalse();
    }

    @Test
    void doesNotWaitForAnApplicationThatIgnoresTheEnd() {
        var idle = descriptors.idle(5, 1);
        idle.closesAtTheEnd = false;

        var report = drain();

        assertThat(report.took()).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_100));
        assertThat(report.cutOff()).isEmpty();
    }

    @Test
    void waitsForARequestThatCameJustBeforeTheEnd() {
        var idle = descriptors.idle(5, 1);
        idle.closesAtTheEnd = false;
        pace.in(1, idle::asks);
        pace.in(6_000, idle::answers);
        pace.in(6_001, idle::closes);

        var report = drain();

        assertThat(report.took()).isBetween(Duration.ofMillis(6_000), Duration.ofMillis(6_100));
    }

    @Test
    void asksTheApplicationAboutWhatIsUnclear() {
        var idle = descriptors.idle(5, 1);
        idle.asks();
        idle.answers();
        pace.pass(2_000);

        var report = drain();

        assertThat(idle.ended).isTrue();
        assertThat(report.took()).isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_100));
        assertThat(report.cutOff()).isEmpty();
    }

    @Test
    void waitsForWhatIsUnclearIfTheApplicationKeepsItOpen() {
        var unclear = descriptors.idle(5, 1);
        unclear.asks();
        unclear.answers();
        unclear.closesAtTheEnd = false;
        pace.pass(2_000);
        pace.in(15_000, unclear::answers);
        pace.in(15_001, unclear::closes);

        var report = drain();

        assertThat(report.took()).isBetween(Duration.ofMillis(15_000), Duration.ofMillis(15_100));
        assertThat(report.cutOff()).isEmpty();
    }

    @Test
    void aStreamGetsAllTheTime() {
        var stream = descriptors.idle(5, 1);
        for (int second = 0; second < 30; second += 3) {
            pace.in(second * 1_000L, stream::answers);
        }
        pace.pass(1);

        var report = drain();

        assertThat(stream.ended).isFalse();
        assertThat(report.took()).isEqualTo(MOST);
        assertThat(report.text()).contains("cut off: 1 stream (127.0.0.1:1 stream for 82.0 s)");
    }

    @Test
    void leavesConnectionsThatMayDoSeveralThingsAloneAtFirst() {
        multiplexing = true;
        var silent = descriptors.idle(5, 1);
        var active = descriptors.idle(6, 2);
        for (int second = 0; second < 30; second++) {
            pace.in(second * 1_000L, active::asks);
            pace.in(second * 1_000L + 10, active::answers);
        }
        pace.in(16_400, () -> assertThat(active.ended).isFalse());

        var report = drain();

        assertThat(active.ended).isTrue();
        assertThat(silent.ended).isTrue();
        assertThat(report.took()).isBetween(Duration.ofMillis(16_500), Duration.ofMillis(18_000));
    }

    @Test
    void doesNotWaitForSilentConversations() {
        multiplexing = true;
        var silent = descriptors.idle(5, 1);
        assertThat(drain().took()).isLessThan(Duration.ofMillis(150));
        assertThat(silent.ended).isFalse();
    }

    @Test
    void unixDomainConnectionsAreAskedAboutAfterFiveSecondsOfSilence() {
        var path = UnixDomainSocketAddress.of("/run/app.sock");
        listeners = List.of(path);
        descriptors.unixDomain(3, "/run/app.sock").waiting = 0;
        var other = descriptors.unixDomain(4, "/run/other.sock");
        var idle = descriptors.unixDomain(5, "/run/app.sock");
        pace.in(1_000, idle::asksUnheard);
        pace.in(1_100, idle::reads);

        var report = drain();

        assertThat(other.ended).isFalse();
        assertThat(idle.ended).isTrue();
        assertThat(report.took()).isBetween(Duration.ofMillis(6_100), Duration.ofMillis(6_200));
    }

    @Test
    void goesOnWithoutDescriptorsToSpare() {
        descriptors.canPin = false;
        descriptors.idle(5, 1);
        pace.in(3_000, () -> descriptors.canPin = true);
        assertThat(drain().closed()).isEqualTo(1);
    }

    @Test
    void endsWhenItIsNotWanted() {
        descriptors.busy(5, 1);
        pace.in(300, () -> goesOn = false);
        assertThat(drain().took()).isBetween(Duration.ofMillis(300), Duration.ofMillis(310));
    }

    @Test
    void tellsWhatIsCutOffEvenIfThereIsNoTime() {
        descriptors.listener(3, 2);
        descriptors.busy(5, 4242);
        var drain = new Drain(descriptors, pace, new Doors(listeners), multiplexing);

        var report = drain.run(Duration.ZERO, () -> goesOn);

        assertThat(report.queued()).isEqualTo(2);
        assertThat(report.cutOff()).extracting(DrainReport.CutOff::verdict).containsExactly("busy");
        assertThat(report.isNews()).isTrue();
    }

    private DrainReport drain() {
        var drain = new Drain(descriptors, pace, new Doors(listeners), multiplexing);
        return drain.run(MOST, () -> goesOn);
    }
}
