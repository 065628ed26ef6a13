package io.clutch.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hooks as woven code calls them. */
class HooksTest {

    private static final SocketAddress WANTED = new InetSocketAddress(1);
    private static final SocketAddress GIVEN = new InetSocketAddress(2);

    private final ArrayList<Throwable> ended = new ArrayList<>();

    @AfterEach
    void removeAll() {
        Binds.install(null);
        Closes.install(null);
        Closes.gate(null);
        Beans.install(null);
    }

    private boolean bound;

    private final class Given implements Binds.Ticket {

        @Override
        public SocketAddress address() {
            return GIVEN;
        }

        @Override
        public boolean isBound() {
            return bound;
        }

        @Override
        public void after(Throwable failure) {
            ended.add(failure);
        }
    }

    @Test
    void nothingHappensBeforeInstallation() {
        assertThat(Binds.enter(this, WANTED, 50)).isNull();
        Closes.closing();
        Closes.closed(this);
        Beans.requested(this);
    }

    @Test
    void aBindGetsTheBindersAddressAndTellsItsEnd() {
        Binds.install((socket, wanted, backlog) -> new Given());

        var answer = Binds.enter(this, WANTED, 50);
        assertThat(answer[1]).isSameAs(GIVEN);
        Binds.exit(answer[0], null);

        assertThat(ended).hasSize(1).containsOnlyNulls();
    }

    @Test
    void theSystemIsNotAskedForWhatIsBoundAlready() {
        Binds.install(
                (socket, wanted, backlog) -> {
                    assertThat(Binds.isBound()).as("before the binder has answered").isFalse();
                    bound = backlog == 7;
                    return new Given();
                });

        assertThat(Binds.isBound()).as("outside of a bind").isFalse();
        var answer = Binds.enter(this, WANTED, 7);
        assertThat(Binds.isBound()).isTrue();
        Binds.exit(answer[0], null);
        assertThat(Binds.isBound()).as("after the bind").isFalse();

        answer = Binds.enter(this, WANTED, 50);
        assertThat(Binds.isBound()).as("a bind that is left to the system").isFalse();
        Binds.exit(answer[0], null);
    }

    @Test
    void aBindWithinABindIsLeftAloneAndTheNextIsNot() {
        Binds.install((socket, wanted, backlog) -> new Given());

        var outer = Binds.enter(this, WANTED, 50);
        assertThat(Binds.enter("inner", WANTED, 50)).isNull();
        Binds.exit(outer[0], null);

        assertThat(Binds.enter(this, WANTED, 50)).isNotNull();
        Binds.exit(outer[0], null);
    }

    @Test
    void aBinderThatBindsIsNotAskedForThat() {
        Binds.install(
                (socket, wanted, backlog) -> {
                    assertThat(Binds.enter("its own", WANTED, 50)).isNull();
                    return new Given();
                });

        var answer = Binds.enter(this, WANTED, 50);

        assertThat(answer).isNotNull();
        Binds.exit(answer[0], null);
    }

    @Test
    void nothingIsThrownIntoTheJdk() {
        Binds.install(
                (socket, wanted, backlog) -> {
                    throw new StackOverflowError();
                });
        Closes.install(
                socket -> {
                    throw new IllegalStateException();
                });
        Closes.gate(
                () -> {
                    throw new IllegalStateException();
                });
        Beans.install(
                server -> {
                    throw new NoClassDefFoundError();
                });

        assertThat(Binds.enter(this, WANTED, 50)).isNull();
        Closes.closing();
        Closes.closed(this);
        Beans.requested(this);

        Binds.install((socket, wanted, backlog) -> new Given());
        var answer = Binds.enter(this, WANTED, 50);
        assertThat(answer).as("a failed bind leaves no trace").isNotNull();
        Binds.exit("no ticket", null);
        assertThat(Binds.enter(this, WANTED, 50)).isNotNull();
        Binds.exit(answer[0], null);
    }

    @Test
    void theFirstLookAtTheBeansIsTheOnlyOneThatCounts() {
        var servers = new ArrayList<Object>();
        Beans.install(servers::add);

        Beans.requested(null);
        Beans.requested("server");
        Beans.requested("server");

        assertThat(servers).containsExactly("server");
    }
}
