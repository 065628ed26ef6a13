package io.clutch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.testing.ChildJvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PremainTest {

    private static final String HELLO = Hello.class.getName();

    @TempDir private Path directory;

    @Test
    void isCompiledForJava8() throws IOException {
        try (var in = new DataInputStream(Premain.class.getResourceAsStream("Premain.class"))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(in.readUnsignedShort()).isZero();
            assertThat(in.readUnsignedShort()).isEqualTo(52);
        }
    }

    @Test
    void anOldJavaGetsOneLineAndRunsTheApplication() throws Exception {
        var ended =
                new ChildJvm(directory)
                        .agent(OldJava.class, "")
                        .agent(Premain.class, "=workers=4")
                        .run(HELLO);

        assertThat(ended.error())
                .isEqualTo(
                        "clutch: Clutch needs Java 17 or newer, this is 1.8.0_402; the application"
                                + " runs as a single process\n");
        assertThat(ended.output()).isEqualTo("hello\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void aWrongOptionEndsTheLaunchAndNothingElseIsSaid() throws Exception {
        var ended = new ChildJvm(directory).agent(Premain.class, "=wokers=4").run(HELLO);

        assertThat(ended.error().lines()).hasSize(1).allMatch(line -> line.contains("wokers"));
        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aWrongOptionDoesNotConcernAJvmThatRunsNothing() throws Exception {
        var ended = new ChildJvm(directory).agent(Premain.class, "=wokers=4").run("-version");

        assertThat(ended.error()).doesNotContain("clutch");
        assertThat(ended.status()).isZero();
    }

    @Test
    void onlyTheFirstCallDoesAnything() throws Exception {
        var ended =
                new ChildJvm(directory)
                        .agent(Premain.class, "=log=debug,enabled=false")
                        .agent(Premain.class, "=wokers=4")
                        .run(HELLO);

        assertThat(ended.error().lines()).hasSize(1).allMatch(line -> line.contains("enabled"));
        assertThat(ended.output()).isEqualTo("hello\n");
    }

    @Test
    void aWorkerWithoutItsMasterEndsBeforeTheApplication() throws Exception {
        var ended =
                new ChildJvm(directory)
                        .environment("CLUTCH_SLOT", "2")
                        .environment("CLUTCH_GENERATION", "1")
                        .environment("CLUTCH_TOKEN", "0")
                        .environment("CLUTCH_LINK", directory.resolve("absent.sock").toString())
                        .environment("CLUTCH_MASTER", Long.toString(ProcessHandle.current().pid()))
                        .agent(Premain.class, "")
                        .run(HELLO);

        assertThat(ended.error().lines())
                .hasSize(1)
                .allMatch(l -> l.startsWith("clutch: worker 2"));
        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isEqualTo(1);
    }
}
