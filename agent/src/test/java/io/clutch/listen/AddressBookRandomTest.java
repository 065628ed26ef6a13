package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.link.Message.Grant.Kind;
import io.clutch.link.WorkerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays random workers against a model of what the kernel does with the binds that are granted. */
final class AddressBookRandomTest {

    private static final String ANY = "0.0.0.0";
    private static final int STEPS = 20_000;

    /** A socket as the kernel sees it. */
    private record Socket(WorkerId worker, long id, int port) {}

    private final AddressBook book = new AddressBook();
    private final List<WorkerId> workers = new ArrayList<>();
    private final List<Decision> granted = new ArrayList<>();
    // Those of them that must succeed unless somebody outside the cluster has the port.
    private final Set<Decision> first = new HashSet<>();
    private final Set<Place.Bind> asked = new HashSet<>();
    private final List<Socket> open = new ArrayList<>();
    private long ids;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noBindFailsThatWouldNotFailWithoutTheOthers(long seed) {
        var random = new Random(seed);
        for (int slot = 1; slot <= 4; slot++) {
            workers.add(new WorkerId(slot, 1));
        }
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(100);
            int which = random.nextInt(workers.size());
            if (kind < 40) {
                var worker = workers.get(which);
                int port = 8080 + random.nextInt(3);
                asked.add(new Place.Bind(worker, ++ids));
                take(book.request(worker, ids, ANY, port, 0));
            } else if (kind < 85 && !granted.isEmpty()) {
                finish(granted.remove(random.nextInt(granted.size())), random.nextInt(10) == 0);
            } else if (kind < 95 && !open.isEmpty()) {
                var socket = open.remove(random.nextInt(open.size()));
                take(book.closed(socket.worker(), socket.id()));
            } else if (kind >= 95) {
                end(which);
            }
            check();
        }
        while (!granted.isEmpty()) {
            finish(granted.remove(random.nextInt(granted.size())), random.nextBoolean());
            check();
        }
        assertThat(asked).as("requests that nobody answered").isEmpty();
    }

    private void take(List<Decision> decisions) {
        for (var decision : decisions) {
            assertThat(asked.remove(new Place.Bind(decision.worker(), decision.requestId())))
                    .as("%s is asked for, and answered once", decision)
                    .isTrue();
            if (decision.kind() == Kind.EXCLUSIVE && !triesItsOwn(decision)) {
                first.add(decision);
            }
            granted.add(decision);
        }
    }

    /** Whether the worker binds what it has, or is about to have, itself. */
    private boolean triesItsOwn(Decision decision) {
        return open.stream().anyMatch(s -> s.worker().equals(decision.worker()) && at(s, decision))
                || granted.stream()
                        .anyMatch(
                                d ->
                                        d.worker().equals(decision.worker())
                                                && d.port() == decision.port());
    }

    private void finish(Decision decision, boolean fails) {
        boolean inUse =
                decision.kind() == Kind.EXCLUSIVE && open.stream().anyMatch(s -> at(s, decision));
        if (fails || inUse) {
            take(book.failed(decision.worker(), decision.requestId()));
        } else {
            var socket = new Socket(decision.worker(), decision.requestId(), decision.port());
            open.add(socket);
            // What else it tries here it tries against itself, from now on.
            first.removeIf(d -> d.worker().equals(decision.worker()) && at(socket, d));
            take(book.bound(decision.worker(), decision.requestId(), decision.port()));
        }
    }

    private void end(int which) {
        var worker = workers.get(which);
        open.removeIf(s -> s.worker().equals(worker));
        granted.removeIf(d -> d.worker().equals(worker));
        asked.removeIf(b -> b.worker().equals(worker));
        take(book.gone(worker));
        workers.set(which, new WorkerId(worker.slot(), worker.generation() + 1));
    }

    private void check() {
        for (var decision : granted) {
            if (first.contains(decision)) {
                assertThat(granted)
                        .as("binds beside %s", decision)
                        .noneMatch(
                                d ->
                                        !d.worker().equals(decision.worker())
                                                && d.port() == decision.port());
                assertThat(open)
                        .as("sockets beside %s", decision)
                        .noneMatch(s -> others(s, decision));
            }
        }
        for (var address : book.addresses()) {
            assertThat(address.holders())
                    .containsExactlyInAnyOrderElementsOf(
                            open.stream()
                                    .filter(s -> s.port() == address.port())
                                    .map(Socket::worker)
                                    .distinct()
                                    .toList());
        }
        assertThat(book.addresses())
                .extracting(SharedAddress::port)
                .containsExactlyElementsOf(
                        open.stream().map(Socket::port).distinct().sorted().toList());
    }

    private static boolean others(Socket socket, Decision decision) {
        return at(socket, decision) && !socket.worker().equals(decision.worker());
    }

    private static boolean at(Socket socket, Decision decision) {
        return socket.port() == decision.port();
    }
}
