package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.chaos.Victims;
import io.clutch.it.load.Ledger;
import io.clutch.it.load.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What tests under load have in common: temporary directories, and judgements. */
final class UnderLoad {

    private UnderLoad() {}

    /** A directory in which the cluster may leave nothing; give it to {@link #temporary}. */
    static Path scratch(Bench bench) {
        try {
            return Files.createDirectories(bench.directory().resolve("scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the launch have its temporary files there. */
    static Launch temporary(Path scratch, Launch launch) {
        // A JVM that is killed leaves its file of performance data behind, with Clutch or without.
        return launch.jvm("-Djava.io.tmpdir=" + scratch, "-XX:-UsePerfData");
    }

    /** Asserts that everything was answered, but for what may be lost with killed processes. */
    static void assertNothingLost(String what, Victims victims, Ledger... ledgers) {
        for (var ledger : ledgers) {
            assertThat(victims.unexcused(ledger))
                    .as("requests that were lost without an excuse: %s%n%s", what, ledger)
                    .isEmpty();
            assertThat(ledger.balances()).as(ledger.toString()).isTrue();
            assertThat(ledger.count(Outcome.CLIENT_FAILED)).isZero();
            assertThat(ledger.answered()).isPositive();
        }
        assertThat(Arrays.stream(ledgers).mapToLong(Ledger::losses).sum())
                .as("losses, of connections that killed processes held")
                .isLessThanOrEqualTo(victims.connections());
    }

    /**
     * Asserts that the servers were given exactly the requests that were answered: a stale request
     * is one that no server began. Only where no process was killed.
     */
    static void assertHandledWhatWasAnswered(Running running, Ledger... ledgers) {
        var handled =
                running.out()
                        .lines()
                        .filter(line -> line.startsWith("handled "))
                        .mapToLong(line -> Long.parseLong(line.substring(8)))
                        .sum();
        assertThat(handled)
                .as("requests that servers began, against those that were answered")
                .isEqualTo(Arrays.stream(ledgers).mapToLong(Ledger::answered).sum());
    }

    /** Asserts that the directory holds nothing of a cluster that has ended. */
    static void assertNothingLeftIn(Path scratch) {
        assertThat(clutchFiles(scratch)).as("files that the cluster left behind").isEmpty();
    }

    /** The directory of the user's clusters may stay; what is in it belongs to one cluster. */
    private static List<Path> clutchFiles(Path scratch) {
        try (Stream<Path> tree = Files.walk(scratch)) {
            return tree.filter(file -> scratch.relativize(file).toString().contains("clutch"))
                    .filter(file -> !scratch.equals(file.getParent()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
