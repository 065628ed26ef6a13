package io.clutch.lean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.LaunchEnvironment;
import io.clutch.posix.SignalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

    private static final byte[] NO_TEXT = {'a', '=', (byte) 0xff, (byte) 0xc3, '\n'};

    @TempDir private Path directory;

    @Test
    void whatIsReadIsWhatWasWrittenAndTheFileIsGone() throws Exception {
        var launch = launch("7.8");
        var file = RecordFile.write(launch, directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        var read = RecordFile.take(file, "7.8");

        assertThat(file).doesNotExist();
        assertThat(read.command().arguments())
                .containsExactlyElementsOf(launch.command().arguments());
        assertThat(read.command().isJavaLauncher()).isTrue();
        assertThat(read.environment().entries())
                .containsExactly(NO_TEXT, "B=".getBytes(UTF_8), "nothing".getBytes(UTF_8));
        assertThat(read.blocked()).isEqualTo(new SignalSet(-1));
        assertThat(read.ignored()).isEqualTo(SignalSet.of(List.of("HUP")));
        assertThat(read.mainCommand()).isEqualTo(launch.mainCommand());
        assertThat(read.jvmOptions()).isEqualTo(launch.jvmOptions());
        assertThat(read.options()).isEqualTo(launch.options());
        assertThat(read.directory()).isEqualTo("/tmp/dir");
        assertThat(read.directoryRefusals()).containsExactly("/no (why)");
        assertThat(read.library()).isEqualTo("/tmp/lib.so");
        assertThat(read.libraryRefusals()).isEmpty();
    }

    @Test
    void aRecordOfAnotherVersionIsRefused() throws Exception {
        var file = RecordFile.write(launch("7.8"), directory);

        assertThatThrownBy(() -> RecordFile.take(file, "7.9"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("7.8")
                .hasMessageContaining("7.9");
    }

    @Test
    void aRecordThatIsCutShortOrTooLongIsRefused() throws Exception {
        var bytes = RecordFile.encode(launch("7.8"));

        for (var length : new int[] {0, 3, bytes.length / 2, bytes.length - 1, bytes.length + 1}) {
            assertThatThrownBy(() -> RecordFile.decode(Arrays.copyOf(bytes, length), "7.8"))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOf(IOException.class);
        }
    }

    private static LaunchRecord launch(String version) {
        var environment =
                new LaunchEnvironment(
                        List.of(NO_TEXT, "B=".getBytes(UTF_8), "nothing".getBytes(UTF_8)));
        return new LaunchRecord(
                version,
                LaunchCommand.of(
                        List.of("java".getBytes(UTF_8), new byte[0], NO_TEXT),
                        true,
                        environment.variables()),
                environment,
                new SignalSet(-1),
                SignalSet.of(List.of("HUP")),
                "grün.jar \ud83d\ude00 \ud800",
                List.of("-Xmx1g", ""),
                new LaunchRecord.Sources(
                        List.of("workers=2", ""), Map.of("CLUTCH_X", "ü"), Map.of(), 3),
                "/tmp/dir",
                List.of("/no (why)"),
                "/tmp/lib.so",
                List.of());
    }
}
