package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReuseportGroupTest {

    private final MadeUpKernel kernel = new MadeUpKernel(new Random(1));
    private final ReuseportGroup group = new ReuseportGroup(kernel, false);
    private final ReuseportGroup wildcard = new ReuseportGroup(kernel, true);

    private Listener join(ReuseportGroup joined, int slot, int generation) {
        joined.beforeJoin();
        var listener = kernel.listen(new WorkerId(slot, generation));
        joined.joined(listener);
        return listener;
    }

    private void leave(Listener listener) {
        group.beforeLeave(listener);
        kernel.stop(listener);
        group.left(listener);
    }

    @Test
    void oneAloneNeedsNoProgram() {
        var one = join(wildcard, 1, 1);
        wildcard.steer(Set.of(one), Map.of(40_000, one));
        wildcard.steer(Set.of(), Map.of());
        assertThat(kernel.changes()).isZero();
    }

    @Test
    void allOpenNeedNoProgram() {
        var one = join(group, 1, 1);
        group.steer(Set.of(one), Map.of());
        var two = join(group, 2, 1);
        assertThat(kernel.attached()).isNotNull();
        group.steer(Set.of(one, two), Map.of());
        assertThat(kernel.attached()).isNull();
    }

    @Test
    void newcomerIsSparedFromBeforeItListens() {
        var one = join(group, 1, 1);
        group.steer(Set.of(one), Map.of());
        group.beforeJoin();
        assertThat(kernel.attached()).hasToString("000  ret  #0");
        assertThat(kernel.changes()).isEqualTo(1);
    }

    @Test
    void newcomerThatDoesNotComeLeavesNothing() {
        var one = join(group, 1, 1);
        group.steer(Set.of(one), Map.of());
        group.beforeJoin();
        group.steer(Set.of(one), Map.of());
        assertThat(kernel.attached()).isNull();
    }

    @Test
    void slotAddressesNeedAProgram() {
        var one = join(wildcard, 1, 1);
        var two = join(wildcard, 2, 1);
        wildcard.steer(Set.of(one, two), Map.of());
        assertThat(kernel.attached()).asString().endsWith("ret  hash");
        assertThat(kernel.connect("127.83.0.1", 0)).isEqualTo(one);
        assertThat(kernel.connect("127.83.0.2", 0)).isEqualTo(two);
    }

    @Test
    void slotAddressPrefersTheOpenListenerThenTheNewest() {
        var old = join(wildcard, 1, 1);
        join(wildcard, 2, 1);
        var young = join(wildcard, 1, 2);
        assertThat(kernel.connect("127.83.0.1", 0)).isEqualTo(young);
        wildcard.steer(Set.of(old), Map.of());
        assertThat(kernel.connect("127.83.0.1", 0)).isEqualTo(old);
        wildcard.steer(Set.of(old, young), Map.of());
        assertThat(kernel.connect("127.83.0.1", 0)).isEqualTo(young);
    }

    @Test
    void sameProgramIsNotAttachedTwice() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        group.steer(Set.of(two), Map.of());
        int before = kernel.changes();
        group.steer(Set.of(two), Map.of());
        join(group, 3, 1);
        group.steer(Set.of(two), Map.of());
        assertThat(kernel.changes()).isEqualTo(before);
        assertThat(kernel.connect("127.0.0.1", 0)).isEqualTo(two).isNotEqualTo(one);
    }

    @Test
    void probeReachesAListenerThatIsNotOpen() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        group.steer(Set.of(one), Map.of(40_000, two));
        assertThat(kernel.connect("127.0.0.1", 40_000)).isEqualTo(two);
        assertThat(kernel.connect("127.0.0.1", 40_001)).isEqualTo(one);
        group.steer(Set.of(one, two), Map.of(40_000, two));
        assertThat(kernel.connect("127.0.0.1", 40_000)).isEqualTo(two);
        group.steer(Set.of(one, two), Map.of());
        assertThat(kernel.attached()).isNull();
    }

    @Test
    void lastFillsTheHole() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        var three = join(group, 3, 1);
        group.steer(Set.of(one, two, three), Map.of());
        leave(one);
        assertThat(group.listeners()).containsExactly(three, two);
        assertThat(group.open()).containsExactly(three, two);
        assertThat(kernel.attached()).isNull();
    }

    @Test
    void nobodyIsAimedAtWhoIsAboutToMove() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        var three = join(group, 3, 1);
        group.steer(Set.of(two, three), Map.of());
        assertThat(group.beforeLeave(one)).isTrue();
        assertThat(kernel.attached()).hasToString("000  ret  #1");
        kernel.stop(one);
        group.left(one);
        assertThat(kernel.order()).containsExactly(three, two);
        assertThat(kernel.attached()).isNull();
    }

    @Test
    void saysSoIfTheOnlyOpenOneIsAboutToMove() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        var three = join(group, 3, 1);
        group.steer(Set.of(three), Map.of());
        assertThat(group.beforeLeave(one)).isFalse();
        assertThat(kernel.connect("127.0.0.1", 0)).isEqualTo(three);
        kernel.stop(one);
        group.left(one);
        assertThat(kernel.connect("127.0.0.1", 0)).isEqualTo(three);
        // Of two, the one that stays gets everything in any case.
        assertThat(group.beforeLeave(two)).isTrue();
    }

    @Test
    void lastCanAlwaysLeave() {
        var one = join(group, 1, 1);
        join(group, 2, 1);
        var three = join(group, 3, 1);
        group.steer(Set.of(one), Map.of());
        int before = kernel.changes();
        assertThat(group.beforeLeave(three)).isTrue();
        kernel.stop(three);
        group.left(three);
        assertThat(kernel.changes()).isEqualTo(before);
    }

    @Test
    void emptyGroupStartsAnew() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        group.steer(Set.of(two), Map.of());
        leave(one);
        leave(two);
        assertThat(group.listeners()).isEmpty();
        group.beforeJoin();
        var three = join(group, 1, 2);
        var four = join(group, 2, 2);
        group.steer(Set.of(four), Map.of());
        assertThat(kernel.connect("127.0.0.1", 0)).isEqualTo(four).isNotEqualTo(three);
    }

    @Test
    void successorTakesThePlace() {
        var one = join(wildcard, 1, 1);
        var two = join(wildcard, 2, 1);
        wildcard.steer(Set.of(one), Map.of(40_000, two));
        var successor = new Listener(two.descriptor(), new WorkerId(2, 2));
        wildcard.handedOver(two, successor);
        assertThat(wildcard.listeners()).containsExactly(one, successor);
        assertThat(wildcard.open()).containsExactly(one);
        wildcard.steer(Set.of(successor), Map.of());
        assertThat(wildcard.open()).containsExactly(successor);
    }

    @Test
    void strangersAreIgnored() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        var stranger = new Listener(99, new WorkerId(3, 1));
        group.steer(Set.of(one, stranger), Map.of(40_000, stranger));
        assertThat(group.open()).containsExactly(one);
        assertThat(group.beforeLeave(stranger)).isTrue();
        group.left(stranger);
        assertThat(group.listeners()).containsExactly(one, two);
    }

    @Test
    void kernelThatCannotBeSteered() {
        kernel.failWith("setsockopt: ENOPROTOOPT (Protocol not available)");
        var one = join(group, 1, 1);
        assertThat(group.steers()).isTrue();
        var two = join(group, 2, 1);
        group.steer(Set.of(one), Map.of());
        assertThat(group.steers()).isFalse();
        assertThat(group.problem()).contains("ENOPROTOOPT");
        assertThat(group.beforeLeave(two)).isFalse();
        kernel.stop(two);
        group.left(two);
        assertThat(group.listeners()).containsExactly(one);
    }

    @Test
    void programThatCannotBeReplacedIsTakenAway() {
        var one = join(group, 1, 1);
        var two = join(group, 2, 1);
        group.steer(Set.of(one), Map.of());
        kernel.failWith("setsockopt: ENOMEM (Cannot allocate memory)");
        group.steer(Set.of(two), Map.of());
        assertThat(group.steers()).isFalse();
        kernel.failWith(null);
        group.steer(Set.of(one, two), Map.of());
        assertThat(kernel.attached()).isNull();
        assertThat(group.steers()).isFalse();
    }

    @Test
    void tellsWhenItSteersAgain() {
        var one = join(group, 1, 1);
        kernel.failWith("setsockopt: ENOMEM (Cannot allocate memory)");
        var two = join(group, 2, 1);
        group.steer(Set.of(one), Map.of());
        assertThat(group.steers()).isFalse();
        kernel.failWith(null);
        group.steer(Set.of(one), Map.of());
        assertThat(group.steers()).isTrue();
        assertThat(kernel.connect("127.0.0.1", 0)).isEqualTo(one).isNotEqualTo(two);
    }

    @Test
    void saysWhatItDoes() {
        var one = join(group, 1, 1);
        join(group, 2, 4);
        group.steer(Set.of(one), Map.of());
        assertThat(group)
                .hasToString(
                        """
                        listeners [1.1 (fd 11), 2.4 (fd 12)], open [1.1 (fd 11)], probes {}
                        000  ret  #0\
                        """);
    }
}
