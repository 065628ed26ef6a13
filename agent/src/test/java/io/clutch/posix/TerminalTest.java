package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

    @TempDir private Path directory;
    private FakeProc proc;
    private Path device;

    @BeforeEach
    void createTerminal() throws IOException {
        proc = new FakeProc(directory.resolve("proc"));
        device = Files.createFile(directory.resolve("tty"));
    }

    @Test
    void hangsUpWhenItCannotBeOpenedAnyMore() throws IOException {
        Terminal terminal = Terminal.of(proc.fs(), device);
        assertThat(terminal.hungUp()).isFalse();

        Files.delete(device);
        assertThat(terminal.hungUp()).isTrue();
    }

    @Test
    void thatNeverWasDoesNotHangUp() throws IOException {
        Files.delete(device);

        assertThat(Terminal.of(proc.fs(), device).hungUp()).isFalse();
    }

    @Test
    void inBackgroundIsAnotherGroupInTheForeground() throws IOException {
        Terminal terminal = Terminal.of(proc.fs(), device);

        proc.self("stat", "77 (java) S 42 70 60 34816 71 0");
        assertThat(terminal.inBackground()).isTrue();
        proc.self("stat", "77 (java) S 42 70 60 34816 70 0");
        assertThat(terminal.inBackground()).isFalse();
        proc.self("stat", "77 (java) S 42 70 60 0 -1 0");
        assertThat(terminal.inBackground()).isFalse();
    }

    @Test
    void unreadableProcMeansNotInBackground() {
        assertThat(Terminal.of(proc.fs(), device).inBackground()).isFalse();
    }
}
