package io.clutch.drain;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakesTest {

    private static final String TITLE =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
    private static final String LISTENS = line("0100007F:1F90 00000000:0000 0A");
    private static final String FIRST = line("0100007F:1F90 0200007F:C350 03");
    private static final String SECOND = line("0100007F:1F90 0200007F:C351 03");
    private static final String ELSEWHERE = line("0100007F:1F91 0200007F:C352 03");
    private static final String DONE = line("0100007F:1F90 0200007F:C353 01");
    private static final String IN_IPV6 =
            line(
                    "0000000000000000FFFF00000100007F:1F90"
                            + " 0000000000000000FFFF00000200007F:C354 03");

    @TempDir private Path directory;
    private Path tcp;
    private Path tcp6;

    private static String line(String start) {
        return "   7: " + start + " 00000000:00000000 01:0000004D 00000000     0        0 0\n";
    }

    @BeforeEach
    void makeTables() throws IOException {
        tcp = directory.resolve("tcp");
        tcp6 = directory.resolve("tcp6");
        write(tcp);
        write(tcp6);
    }

    @Test
    void waitsForThoseThatWereThereAtTheBeginning() throws IOException {
        write(tcp, LISTENS, FIRST, DONE);
        write(tcp6, IN_IPV6);
        var handshakes = handshakes();
        assertThat(handshakes.areOver(nanos(100))).isFalse();

        write(tcp, LISTENS, SECOND);
        assertThat(handshakes.areOver(nanos(200))).isFalse();

        write(tcp6);
        assertThat(handshakes.areOver(nanos(300))).isTrue();
        assertThat(handshakes.areOver(nanos(400))).isTrue();
    }

    @Test
    void doesNotWaitForThoseOfOtherPorts() throws IOException {
        write(tcp, LISTENS, ELSEWHERE, DONE);
        assertThat(handshakes().areOver(nanos(1))).isTrue();
    }

    @Test
    void waitsThreeSecondsAtMost() throws IOException {
        write(tcp, FIRST);
        var handshakes = handshakes();
        assertThat(handshakes.areOver(nanos(2_999))).isFalse();
        assertThat(handshakes.areOver(nanos(3_000))).isTrue();
    }

    @Test
    void goesWithoutTablesThatAreNotThere() throws IOException {
        Files.delete(tcp6);
        write(tcp, FIRST);
        assertThat(handshakes().areOver(nanos(100))).isFalse();
        Files.delete(tcp);
        assertThat(handshakes().areOver(nanos(100))).isTrue();
    }

    private Handshakes handshakes() {
        return Handshakes.at(0, Set.of(8080), List.of(tcp, tcp6));
    }

    private static void write(Path table, String... lines) throws IOException {
        Files.writeString(table, TITLE + String.join("", lines));
    }

    private static long nanos(long millis) {
        return MILLISECONDS.toNanos(millis);
    }
}
