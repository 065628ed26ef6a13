package io.clutch.listen;

import static io.clutch.link.Message.Grant.Kind.EXCLUSIVE;
import static io.clutch.link.Message.Grant.Kind.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.WorkerId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressBookTest {

    private static final String ANY = "0.0.0.0";
    private static final WorkerId ONE = new WorkerId(1, 1);
    private static final WorkerId TWO = new WorkerId(2, 1);
    private static final WorkerId THREE = new WorkerId(3, 1);

    private final AddressBook book = new AddressBook();

    @Test
    void theFirstWorkerOnAnAddressBindsExclusively() {
        assertThat(book.request(ONE, 7, ANY, 8080, 0))
                .containsExactly(new Decision(ONE, 7, EXCLUSIVE, 8080));
    }

    @Test
    void anotherWorkerSharesWhatIsHeld() {
        holds(ONE, 1, 8080);

        assertThat(book.request(TWO, 1, ANY, 8080, 0))
                .containsExactly(new Decision(TWO, 1, SHARED, 8080));
    }

    @Test
    void whoFindsAFreePortFirstAndThenBindsItSharesBoth() {
        book.request(ONE, 1, ANY, 0, 0);
        book.bound(ONE, 1, 40_001);
        book.closed(ONE, 1);
        book.request(ONE, 2, ANY, 40_001, 0);
        book.bound(ONE, 2, 40_001);

        // Exclusively it would fail: the first worker listens there, if not by the same request.
        assertThat(book.request(TWO, 1, ANY, 0, 0))
                .containsExactly(new Decision(TWO, 1, SHARED, 40_001));
        book.bound(TWO, 1, 40_001);
        book.closed(TWO, 1);
        assertThat(book.request(TWO, 2, ANY, 40_001, 0))
                .containsExactly(new Decision(TWO, 2, SHARED, 40_001));
    }

    @Test
    void othersWaitWhileAnExclusiveBindIsPending() {
        book.request(ONE, 1, ANY, 8080, 0);

        assertThat(book.request(TWO, 1, ANY, 8080, 0)).isEmpty();
        assertThat(book.request(THREE, 9, ANY, 8080, 0)).isEmpty();
        assertThat(book.bound(ONE, 1, 8080))
                .containsExactly(
                        new Decision(TWO, 1, SHARED, 8080), new Decision(THREE, 9, SHARED, 8080));
    }

    @Test
    void theNextWaiterTriesExclusivelyAfterAFailure() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);
        book.request(THREE, 1, ANY, 8080, 0);

        assertThat(book.failed(ONE, 1)).containsExactly(new Decision(TWO, 1, EXCLUSIVE, 8080));
        assertThat(book.failed(TWO, 1)).containsExactly(new Decision(THREE, 1, EXCLUSIVE, 8080));
        assertThat(book.failed(THREE, 1)).isEmpty();
        assertThat(book.addresses()).isEmpty();
    }

    @Test
    void differentAddressesDoNotWaitForEachOther() {
        book.request(ONE, 1, ANY, 8080, 0);

        assertThat(book.request(TWO, 1, ANY, 8081, 0)).hasSize(1);
        assertThat(book.request(TWO, 2, "127.0.0.1", 8080, 0)).hasSize(1);
    }

    @Test
    void theAddressIsExclusiveAgainWhenItsOnlyHolderIsGone() {
        holds(ONE, 1, 8080);
        book.gone(ONE);

        assertThat(book.addresses()).isEmpty();
        assertThat(book.request(TWO, 1, ANY, 8080, 0))
                .containsExactly(new Decision(TWO, 1, EXCLUSIVE, 8080));
    }

    @Test
    void theAddressIsSharedWhileAnyHolderIsLeft() {
        holds(ONE, 1, 8080);
        shares(TWO, 1, 8080);
        book.gone(ONE);

        assertThat(book.request(new WorkerId(1, 2), 1, ANY, 8080, 0))
                .containsExactly(new Decision(new WorkerId(1, 2), 1, SHARED, 8080));
    }

    @Test
    void whoHoldsAnAddressAlreadyIsSentIntoTheKernelsAnswer() {
        holds(ONE, 1, 8080);
        shares(TWO, 1, 8080);

        assertThat(book.request(TWO, 2, ANY, 8080, 0))
                .containsExactly(new Decision(TWO, 2, EXCLUSIVE, 8080));
        book.failed(TWO, 2);
        assertThat(book.addresses())
                .containsExactly(new SharedAddress(ANY, 8080, List.of(ONE, TWO)));
    }

    @Test
    void twoBindsOfOneWorkerDoNotWaitForEachOther() {
        book.request(ONE, 1, ANY, 8080, 0);

        assertThat(book.request(ONE, 2, ANY, 8080, 0))
                .containsExactly(new Decision(ONE, 2, EXCLUSIVE, 8080));
        // Others wait until both are over, or until one listens.
        assertThat(book.request(TWO, 1, ANY, 8080, 0)).isEmpty();
        assertThat(book.failed(ONE, 1)).isEmpty();
        assertThat(book.bound(ONE, 2, 8080)).containsExactly(new Decision(TWO, 1, SHARED, 8080));
    }

    @Test
    void nobodyTriesExclusivelyWhileASharedBindIsPending() {
        holds(ONE, 1, 8080);
        book.request(TWO, 1, ANY, 8080, 0);
        book.gone(ONE);

        // TWO binds with SO_REUSEPORT set: a plain bind beside it would fail for no reason.
        assertThat(book.request(THREE, 1, ANY, 8080, 0)).isEmpty();
        assertThat(book.bound(TWO, 1, 8080)).containsExactly(new Decision(THREE, 1, SHARED, 8080));
    }

    @Test
    void closingAndBindingAgainWorks() {
        holds(ONE, 1, 8080);
        book.closed(ONE, 1);

        assertThat(book.listens(ONE)).isFalse();
        assertThat(book.request(ONE, 2, ANY, 8080, 0))
                .containsExactly(new Decision(ONE, 2, EXCLUSIVE, 8080));
    }

    @Test
    void closingAndBindingAgainSharesWithTheOthers() {
        holds(ONE, 1, 8080);
        shares(TWO, 1, 8080);
        book.closed(ONE, 1);

        assertThat(book.request(ONE, 2, ANY, 8080, 0))
                .containsExactly(new Decision(ONE, 2, SHARED, 8080));
    }

    @Test
    void anEndWhileItsExclusiveBindIsPendingLetsTheNextTry() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);

        assertThat(book.gone(ONE)).containsExactly(new Decision(TWO, 1, EXCLUSIVE, 8080));
    }

    @Test
    void anEndWhileWaitingIsForgotten() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);
        book.request(THREE, 1, ANY, 8080, 0);

        assertThat(book.gone(TWO)).isEmpty();
        assertThat(book.failed(ONE, 1)).containsExactly(new Decision(THREE, 1, EXCLUSIVE, 8080));
    }

    @Test
    void anEndGrantsNothingToTheOneThatIsGone() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);
        book.request(TWO, 2, ANY, 8080, 0);
        book.request(ONE, 2, ANY, 9090, 0);
        book.request(TWO, 3, ANY, 9090, 0);

        assertThat(book.gone(ONE)).extracting(Decision::worker).containsOnly(TWO).hasSize(3);
        assertThat(book.gone(TWO)).isEmpty();
    }

    @Test
    void whoCannotBeAnsweredIsNotGranted() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);
        book.request(THREE, 1, ANY, 8080, 0);
        book.lost(TWO);

        assertThat(book.failed(ONE, 1)).containsExactly(new Decision(THREE, 1, EXCLUSIVE, 8080));
    }

    @Test
    void whoCannotBeAnsweredKeepsItsSockets() {
        holds(ONE, 1, 8080);
        book.lost(ONE);

        assertThat(book.listens(ONE)).isTrue();
        assertThat(book.request(TWO, 1, ANY, 8080, 0))
                .containsExactly(new Decision(TWO, 1, SHARED, 8080));
    }

    @Test
    void anEndOfAWorkerThatNeverBoundIsNothing() {
        assertThat(book.gone(ONE)).isEmpty();
    }

    @Test
    void whatIsNotKnownIsIgnored() {
        holds(ONE, 1, 8080);

        assertThat(book.bound(TWO, 5, 1)).isEmpty();
        assertThat(book.failed(TWO, 5)).isEmpty();
        assertThat(book.closed(TWO, 5)).isEmpty();
        assertThat(book.request(ONE, 1, ANY, 8080, 0)).isEmpty();
        assertThat(book.bound(ONE, 1, 8080)).isEmpty();
        assertThat(book.addresses()).containsExactly(new SharedAddress(ANY, 8080, List.of(ONE)));
    }

    @Test
    void aBindThatOnlyWaitsCannotListen() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);

        assertThat(book.bound(TWO, 1, 8080)).isEmpty();
        assertThat(book.listens(TWO)).isFalse();
    }

    @Test
    void aWaitingBindMayBeGivenUp() {
        book.request(ONE, 1, ANY, 8080, 0);
        book.request(TWO, 1, ANY, 8080, 0);
        book.closed(TWO, 1);

        assertThat(book.bound(ONE, 1, 8080)).isEmpty();
    }

    @Test
    void theSystemChoosesPortZeroOnceForAll() {
        assertThat(book.request(ONE, 1, ANY, 0, 0))
                .containsExactly(new Decision(ONE, 1, EXCLUSIVE, 0));
        assertThat(book.request(TWO, 1, ANY, 0, 0)).isEmpty();
        assertThat(book.bound(ONE, 1, 40001)).containsExactly(new Decision(TWO, 1, SHARED, 40001));
        assertThat(book.addresses()).containsExactly(new SharedAddress(ANY, 40001, List.of(ONE)));
    }

    @Test
    void eachPortZeroOfAProcessIsAnAddressByItself() {
        book.request(ONE, 1, ANY, 0, 0);
        book.bound(ONE, 1, 40001);

        assertThat(book.request(ONE, 2, ANY, 0, 1))
                .containsExactly(new Decision(ONE, 2, EXCLUSIVE, 0));
        book.bound(ONE, 2, 40002);
        assertThat(book.request(TWO, 1, ANY, 0, 1))
                .containsExactly(new Decision(TWO, 1, SHARED, 40002));
        assertThat(book.request(TWO, 2, ANY, 0, 0))
                .containsExactly(new Decision(TWO, 2, SHARED, 40001));
    }

    @Test
    void aSuccessorGetsThePortThatWasChosen() {
        book.request(ONE, 1, ANY, 0, 0);
        book.bound(ONE, 1, 40001);
        book.gone(ONE);

        var successor = new WorkerId(1, 2);
        assertThat(book.request(successor, 1, ANY, 0, 0))
                .containsExactly(new Decision(successor, 1, EXCLUSIVE, 40001));
        book.bound(successor, 1, 40001);
        assertThat(book.listens(successor)).isTrue();
    }

    @Test
    void theSystemChoosesAgainWhereSomebodyTookTheChosenPort() {
        book.request(ONE, 1, ANY, 0, 0);
        book.bound(ONE, 1, 40001);
        book.gone(ONE);
        book.request(TWO, 1, ANY, 0, 0);
        book.request(THREE, 1, ANY, 0, 0);

        assertThat(book.failed(TWO, 1)).containsExactly(new Decision(THREE, 1, EXCLUSIVE, 0));
    }

    @Test
    void aFailedSharedBindDoesNotForgetTheChosenPort() {
        book.request(ONE, 1, ANY, 0, 0);
        book.bound(ONE, 1, 40001);
        book.request(TWO, 1, ANY, 0, 0);
        book.failed(TWO, 1);

        assertThat(book.request(THREE, 1, ANY, 0, 0))
                .containsExactly(new Decision(THREE, 1, SHARED, 40001));
    }

    @Test
    void chosenPortsAreNotRememberedWithoutEnd() {
        for (int i = 0; i < 10_000; i++) {
            book.request(ONE, i, ANY, 0, i);
            book.bound(ONE, i, 20_000 + i);
            book.closed(ONE, i);
        }

        assertThat(book.request(TWO, 1, ANY, 0, 0))
                .containsExactly(new Decision(TWO, 1, EXCLUSIVE, 0));
        assertThat(book.request(TWO, 2, ANY, 0, 9_999))
                .containsExactly(new Decision(TWO, 2, EXCLUSIVE, 29_999));
    }

    @Test
    void addressesAreListedByPort() {
        holds(ONE, 1, 9090);
        holds(ONE, 2, 8080);

        assertThat(book.addresses()).extracting(SharedAddress::port).containsExactly(8080, 9090);
    }

    private void holds(WorkerId worker, long id, int port) {
        assertThat(book.request(worker, id, ANY, port, 0))
                .containsExactly(new Decision(worker, id, EXCLUSIVE, port));
        book.bound(worker, id, port);
    }

    private void shares(WorkerId worker, long id, int port) {
        assertThat(book.request(worker, id, ANY, port, 0))
                .containsExactly(new Decision(worker, id, SHARED, port));
        book.bound(worker, id, port);
    }
}
