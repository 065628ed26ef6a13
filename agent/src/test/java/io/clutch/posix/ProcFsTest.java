package io.clutch.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {

    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
               1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9999 1 0000000000000000 100 0 0 10 0
               2: 0100007F:1F92 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 100 0 0 10 0
            """;
    private static final String TCP6 =
            """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000000000000:138D 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 100 0 0 10 0
            """;

    @TempDir private Path directory;
    private FakeProc proc;

    @BeforeEach
    void createProc() throws IOException {
        proc = new FakeProc(directory);
    }

    @Test
    void commandLineKeepsEmptyArgumentsNewlinesAndBytes() throws IOException {
        proc.self("cmdline", "java\0-cp\0\0a b\nc\0\u00fc\u00ff\0\0");

        assertThat(proc.fs().commandLine())
                .extracting(bytes -> new String(bytes, ISO_8859_1))
                .containsExactly("java", "-cp", "", "a b\nc", "\u00fc\u00ff", "");
    }

    @Test
    void commandLineOfAMegabyteIsWhole() throws IOException {
        proc.self("cmdline", "java\0" + "x".repeat(1 << 20) + "\0");

        assertThat(proc.fs().commandLine().get(1)).hasSize(1 << 20);
    }

    @Test
    void commandLineThatIsAbsentOrEmptyIsAnError() throws IOException {
        assertThatThrownBy(() -> proc.fs().commandLine()).isInstanceOf(IOException.class);
        proc.self("cmdline", "");
        assertThatThrownBy(() -> proc.fs().commandLine()).hasMessageContaining("is empty");
    }

    @Test
    void parentIsFoundBehindANameWithParentheses() throws IOException {
        proc.self("stat", "77 (java) ) (x) S 42 70 60 34816 71 4194560 1 2 3\n");

        assertThat(proc.fs().parentPid()).isEqualTo(42);
        assertThat(proc.fs().stat()).isEqualTo(new ProcessStat(42, 70, 34816, 71));
    }

    @Test
    void statInAnotherFormIsAnError() throws IOException {
        proc.self("stat", "nonsense");

        assertThatThrownBy(() -> proc.fs().parentPid()).hasMessageContaining("nonsense");
    }

    @Test
    void uidIsTheEffectiveOne() throws IOException {
        proc.self("status", "Name:\tjava\nUid:\t1000\t4294967294\t1000\t1000\n");

        assertThat(proc.fs().uid()).isEqualTo(4294967294L);
    }

    @Test
    void caughtSignalsAreReadFromTheirMask() throws IOException {
        proc.self("status", "SigCgt:\t2000000101005ccf\n");

        assertThat(proc.fs().catches(3)).isTrue();
        assertThat(proc.fs().catches(5)).isFalse();
        assertThat(new ProcFs(directory.resolve("absent")).catches(3)).isFalse();
    }

    @Test
    void linksAreReadAndAbsentOnesAreEmpty() throws IOException {
        proc.link("fd/0", "pipe:[7]").link("exe", "/opt/jdk/bin/java");

        assertThat(proc.fs().link(0)).contains("pipe:[7]");
        assertThat(proc.fs().link(1)).isEmpty();
        assertThat(proc.fs().executable()).contains(Path.of("/opt/jdk/bin/java"));
        assertThat(proc.fs().networkNamespace()).isEmpty();
    }

    @Test
    void listeningPortsAreThoseOfOwnListeningSockets() throws IOException {
        proc.self("net/tcp", TCP).self("net/tcp6", TCP6);
        assertThat(proc.fs().listeningPorts()).isEmpty();

        proc.link("fd/4", "socket:[4711]").link("fd/5", "socket:[4712]");
        assertThat(proc.fs().listeningPorts()).containsExactly(0x1F90);

        proc.link("fd/6", "socket:[4713]").link("fd/7", "pipe:[9999]");
        assertThat(proc.fs().listeningPorts()).containsExactly(5005, 8080);
    }

    @Test
    void theRealOneKnowsThisProcess() throws IOException {
        ProcFs real = ProcFs.system();

        assertThat(real.commandLine()).hasSizeGreaterThan(1);
        assertThat(real.parentPid())
                .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(real.exists(ProcessHandle.current().pid())).isTrue();
        assertThat(real.executable().orElseThrow()).isExecutable();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(real.listeningPorts()).contains(socket.getLocalPort());
        }
    }
}
