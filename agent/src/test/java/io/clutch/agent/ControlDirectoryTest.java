package io.clutch.agent;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clutch.posix.FakeProc;
import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlDirectoryTest {

    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir private Path directory;
    private FakeProc proc;
    private long uid;
    private Path base;
    private Path users;

    @BeforeEach
    void createBase() throws IOException {
        proc = new FakeProc(directory.resolve("proc"));
        uid = ProcFs.system().uid();
        base = Files.createDirectory(directory.resolve("base"));
        users = base.resolve("clutch-" + uid);
    }

    @Test
    void isForTheOwnerOnlyAndGoneAtTheEnd() throws IOException {
        ControlDirectory control = open(base);

        assertThat(control.path()).isEqualTo(users.resolve(Long.toString(OWN_PID)));
        assertThat(control.path()).isEmptyDirectory();
        assertThat(control.refusals()).isEmpty();
        assertThat(Files.getPosixFilePermissions(control.path()))
                .isEqualTo(fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(users)).isEqualTo(fromString("rwx------"));

        Files.createFile(control.path().resolve("link.sock"));
        control.close();
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void staysForOtherMasters() throws IOException {
        ControlDirectory one = open(base);
        Path other = Files.createDirectory(users.resolve("4711"));
        proc.process(4711);

        one.close();
        assertThat(other).isDirectory();
    }

    @Test
    void anOpenDirectoryOfOneselfIsClosedToOthers() throws IOException {
        Files.createDirectory(users);
        Files.setPosixFilePermissions(users, fromString("rwxrwxrwx"));

        try (ControlDirectory control = open(base)) {
            assertThat(Files.getPosixFilePermissions(control.path().getParent()))
                    .isEqualTo(fromString("rwx------"));
        }
    }

    @Test
    void somebodyElsesDirectoryIsNotUsed() throws IOException {
        assumeThat(uid).as("only root can give a directory away").isZero();
        Files.createDirectory(users);
        Files.setAttribute(users, "unix:uid", 65534);

        assertThatThrownBy(() -> open(base)).hasMessageContaining("belongs to user 65534");
    }

    @Test
    void aLinkOrAFileInItsPlaceIsNotUsed() throws IOException {
        Files.createSymbolicLink(users, Files.createDirectory(directory.resolve("elsewhere")));
        assertThatThrownBy(() -> open(base)).hasMessageContaining("is not a directory");

        Files.delete(users);
        Files.createFile(users);
        assertThatThrownBy(() -> open(base)).hasMessageContaining("is not a directory");
    }

    @Test
    void theFirstBaseThatDoesIsUsedAndTheOthersAreNamed() throws IOException {
        Path absent = directory.resolve("absent");
        Path file = Files.createFile(directory.resolve("file"));
        Path deep = Files.createDirectories(base.resolve("d".repeat(100)));

        try (ControlDirectory control = open(absent, file, deep, base)) {
            assertThat(control.path()).startsWith(users);
            assertThat(control.refusals()).hasSize(3);
            assertThat(control.refusals().get(0)).isEqualTo(absent + " (does not exist)");
            assertThat(control.refusals().get(1)).startsWith(file + " (");
            assertThat(control.refusals().get(2)).contains("too long a name", "103");
        }
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void readOnlyFileSystemsAreNotUsed() {
        assertThatThrownBy(() -> open(Path.of("/proc/self")))
                .hasMessageContaining("/proc/self (")
                .hasMessageContaining("name one with the option dir");
    }

    @Test
    void spacesAndOtherLettersInTheNameDoNotMatter() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        Path odd = Files.createDirectory(directory.resolve("an odd, \u00fc=\u4f60 name"));

        try (ControlDirectory control = open(odd)) {
            assertThat(control.path()).startsWith(odd);
        }
    }

    @Test
    void theWantedDirectoryComesFirstAndIsMade() throws IOException {
        Path wanted = directory.resolve("a/b");

        try (ControlDirectory control =
                ControlDirectory.open(
                        Optional.of(wanted), ProcFs.system(), ControlDirectory::checkSockets)) {
            assertThat(control.path()).startsWith(wanted);
        }
    }

    @Test
    void whatDeadMastersLeftBehindIsRemoved() throws IOException {
        Path dead = leftBehind("4711");
        Path alive = leftBehind("4712");
        Path ownPid = leftBehind(Long.toString(OWN_PID));
        Path notOurs = Files.createDirectory(users.resolve("keep"));
        proc.process(4712).process(OWN_PID);
        Path file = Files.createFile(ownPid.resolve("old"));

        try (ControlDirectory control = open(base)) {
            assertThat(dead).doesNotExist();
            assertThat(alive).isDirectory();
            assertThat(notOurs).isDirectory();
            assertThat(control.path()).isEqualTo(ownPid);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aMasterInAnotherContainerIsLeftAlone() throws IOException {
        Path listening = leftBehind("4711");
        Path sameProcessId = leftBehind(Long.toString(OWN_PID));
        Path starting = Files.createDirectory(users.resolve("4712"));
        Path second = Files.createDirectory(directory.resolve("second"));
        try (ServerSocketChannel one = listen(listening.resolve("link.sock"));
                ServerSocketChannel two = listen(sameProcessId.resolve("control.sock"));
                ControlDirectory control = open(base, second)) {
            assertThat(one.isOpen() && two.isOpen()).isTrue();
            assertThat(listening).isDirectory();
            assertThat(sameProcessId).isDirectory();
            assertThat(starting).isDirectory();
            assertThat(control.path()).startsWith(second);
            assertThat(control.refusals().get(0)).contains("another container");
        }
    }

    /** Makes a directory as of a master that was killed an hour ago, or is thought to be. */
    private Path leftBehind(String pid) throws IOException {
        Path left = Files.createDirectories(users.resolve(pid));
        if (!pid.equals("4711")) {
            listen(left.resolve("link.sock")).close();
        }
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3600)));
        return left;
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket));
    }

    private ControlDirectory open(Path... bases) throws IOException {
        return ControlDirectory.open(
                List.of(bases).stream().map(Path::toString).toList(), uid, OWN_PID, proc.fs());
    }
}
