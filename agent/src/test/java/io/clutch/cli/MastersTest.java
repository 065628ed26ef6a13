package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where masters are found, and where they are not. */
@Timeout(60)
final class MastersTest {

    @TempDir Path base;
    @TempDir Path proc;
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(base, proc);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void theSocketOfADeadMasterIsSkipped() throws IOException {
        Path stale = rig.directory(1000).resolve("control.sock");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stale));
        }
        Files.createFile(rig.directory(1001).resolve("control.sock"));
        rig.directory(1002);
        rig.master("alive", 1003);

        assertThat(rig.run("status").out()).startsWith("alive  master 1003");
        assertThat(rig.run("list").out())
                .isEqualTo("alive  master 1003  running  2 workers  up 2h13m  8080 shared by 2\n");
        assertThat(rig.run("status", "1000").status()).isEqualTo(3);
    }

    @Test
    void aMasterIsFoundByTheKernelsTableWhereverItIs() throws IOException {
        rig.master("elsewhere", 1234);
        Path table = proc.resolve("unix");
        Files.writeString(
                table,
                """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000091b1d8f1: 00000002 00000000 00010000 0001 01 10661 %s/clutch-%d/1234/control.sock
                """
                        .formatted(base, Rig.UID),
                StandardCharsets.UTF_8);
        var masters = new Masters(Rig.UID, Optional.of(table), List.of());

        assertThat(masters.sockets()).extracting(ControlSocket::pid).containsExactly(1234L);
        // The same one by both ways is one.
        var both = new Masters(Rig.UID, Optional.of(table), List.of(base, base.resolve(".")));
        assertThat(both.sockets()).hasSize(1);
        assertThat(both.places()).startsWith(table + ", " + base);
    }

    @Test
    void theRealTableShowsARealMaster() throws IOException {
        rig.master("real", 1234);

        var masters = new Masters(Rig.UID, Optional.of(Path.of("/proc/net/unix")), List.of());

        assertThat(masters.sockets())
                .contains(
                        new ControlSocket(
                                1234, base.resolve("clutch-" + Rig.UID + "/1234/control.sock")));
    }

    @Test
    void whatBelongsToAnotherUserIsNotTrusted() throws IOException {
        rig.master("mine", 1234);

        // Seen with the eyes of another user, the directories have the wrong owner.
        Files.move(base.resolve("clutch-" + Rig.UID), base.resolve("clutch-" + (Rig.UID + 1)));
        var masters = new Masters(Rig.UID + 1, Optional.empty(), List.of(base));

        assertThat(masters.sockets()).isEmpty();
    }

    @Test
    void dirIsLookedInAloneIfGiven() throws IOException {
        rig.master("mine", 1234);
        Path empty = Files.createDirectory(base.resolve("empty"));

        assertThat(rig.run("status", "--dir", base.toString()).status()).isZero();
        assertThat(rig.run("status", "--dir=" + empty).err())
                .endsWith("(looked in %s)\n".formatted(empty));
    }
}
