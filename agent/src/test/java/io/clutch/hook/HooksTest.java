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
        Beans.install(null);
    }

    private final class Given implements Binds.Ticket {

        @Override
        public SocketAddress address() {
            return GIVEN;
        }

        @Override
        public void after(Throwable failure) {
            ended.add(failure);
        }
    }

    @Test
    void nothingHappensBeforeInstallation() {
        assertThat(Binds.enter(this, WANTED)).isNull();
        Closes.closed(this);
        Beans.requested(this);
    }

    @Test
    void aBindGetsTheBindersAddressAndTellsItsEnd() {
        Binds.install((socket, wanted) -> new Given());

        var answer = Binds.enter(this, WANTED);
        assertThat(answer[1]).isSameAs(GIVEN);
        Binds.exit(answer[0], null);

        assertThat(ended).hasSize(1).containsOnlyNulls();
    }

    @Test
    void aBindWithinABindIsLeftAloneAndTheNextIsNot() {
        Binds.install((socket, wanted) -> new Given());

        var outer = Binds.enter(this, WANTED);
        assertThat(Binds.enter("inner", WANTED)).isNull();
        Binds.exit(outer[0], null);

        assertThat(Binds.enter(this, WANTED)).isNotNull();
        Binds.exit(outer[0], null);
    }

    @Test
    void aBinderThatBindsIsNotAskedForThat() {
        Binds.install(
                (socket, wanted) -> {
                    assertThat(Binds.enter("its own", WANTED)).isNull();
                    return new Given();
                });

        var answer = Binds.enter(this, WANTED);

        assertThat(answer).isNotNull();
        Binds.exit(answer[0], null);
    }

    @Test
    void nothingIsThrownIntoTheJdk() {
        Binds.install(
                (socket, wanted) -> {
                    throw new StackOverflowError();
                });
        Closes.install(
                socket -> {
                    throw new IllegalStateException();
                });
        Beans.install(
                server -> {
                    throw new NoClassDefFoundError();
                });

        assertThat(Binds.enter(this, WANTED)).isNull();
        Closes.closed(this);
        Beans.requested(this);

        Binds.install((socket, wanted) -> new Given());
        var answer = Binds.enter(this, WANTED);
        assertThat(answer).as("a failed bind leaves no trace").isNotNull();
        Binds.exit("no ticket", null);
        assertThat(Binds.enter(this, WANTED)).isNotNull();
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
