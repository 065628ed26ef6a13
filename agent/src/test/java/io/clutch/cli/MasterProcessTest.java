package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MasterProcessTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir Path proc;

    @Test
    void aProcessThatLivesIsNotGone() throws IOException {
        stat("S", 500, 0);

        assertThat(new MasterProcess(proc, 7).awaitEnd(SHORT)).isFalse();
    }

    @Test
    void aProcessWithoutAnEntryIsGone() throws IOException {
        stat("S", 500, 0);
        var process = new MasterProcess(proc, 7);
        Files.delete(proc.resolve("7/stat"));

        assertThat(process.awaitEnd(SHORT)).isTrue();
        assertThat(process.ending()).isEmpty();
    }

    @Test
    void aZombieIsGoneAndTellsHowItEnded() throws IOException {
        stat("S", 500, 0);
        var process = new MasterProcess(proc, 7);
        stat("Z", 500, 256);

        assertThat(process.awaitEnd(SHORT)).isTrue();
        assertThat(process.ending()).contains("exit status 1");

        stat("Z", 500, 9);
        assertThat(process.ending()).contains("killed by signal 9");

        stat("Z", 500, 0);
        assertThat(process.ending()).isEmpty();
    }

    @Test
    void anotherProcessWithThePidIsNotTheMaster() throws IOException {
        stat("S", 500, 0);
        var process = new MasterProcess(proc, 7);
        stat("S", 900, 256);

        assertThat(process.awaitEnd(SHORT)).isTrue();
        assertThat(process.ending()).isEmpty();
    }

    @Test
    void theRealProcIsUnderstood() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            var process = new MasterProcess(Path.of("/proc"), child.pid());
            assertThat(process.awaitEnd(SHORT)).isFalse();
            child.destroy();
            assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    private void stat(String state, long started, int exit) throws IOException {
        Files.createDirectories(proc.resolve("7"));
        Files.writeString(
                proc.resolve("7/stat"),
                "7 (ja) (va) %s %s%d %s%d\n".formatted(state, zeros(18), started, zeros(29), exit));
    }

    private static String zeros(int count) {
        return String.join("", Collections.nCopies(count, "0 "));
    }
}
