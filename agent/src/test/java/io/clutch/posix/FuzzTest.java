package io.clutch.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.testing.ChildJvm;
import io.clutch.testing.InstalledJdks;
import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that anybody passes to {@link Posix} ends the JVM. */
class FuzzTest {

    private static final int CALLS = 100_000;

    static Set<Path> jdks() throws IOException {
        return InstalledJdks.homes();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void noCallHarmsTheJvm(Path jdk, @TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var library = TestPosix.library().unpack(directory, ByteBuddyAgent.install());
        long seed = Long.getLong("clutch.fuzz.seed", System.nanoTime());

        var ended =
                new ChildJvm(directory)
                        .home(jdk)
                        .options("-Xcheck:jni", "-XX:-CreateCoredumpOnCrash")
                        .options(
                                InstalledJdks.feature(jdk) < 24
                                        ? "-Dunrestricted"
                                        : "--enable-native-access=ALL-UNNAMED")
                        .run(
                                FuzzProgram.class.getName(),
                                Long.toString(seed),
                                Integer.toString(CALLS),
                                library.file().toString());

        assertThat(ended.output()).as("with the seed %s", seed).endsWith("done " + CALLS + "\n");
        assertThat(ended.output()).doesNotContain("WARNING", "FATAL", "errno ");
        assertThat(ended.output()).contains("EBADF=", "ENOTSOCK=", "EINVAL=", "ok=");
        assertThat(ended.error()).isEmpty();
        assertThat(ended.status()).isZero();
    }
}
