package io.clutch.agent;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.posix.FakeProc;
import io.clutch.posix.ProcFs;
import io.clutch.posix.UnpackedLibrary;
import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterLibraryTest {

    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir private Path directory;
    private FakeProc proc;
    private long uid;
    private Path control;
    private Path base;
    private Path own;

    /** Where the library cannot be loaded from. */
    private final Set<Path> notExecutable = new TreeSet<>();

    private final List<Path> tried = new ArrayList<>();

    @BeforeEach
    void createDirectories() throws IOException {
        proc = new FakeProc(directory.resolve("proc"));
        uid = ProcFs.system().uid();
        control = Files.createDirectory(directory.resolve("control"));
        Files.setPosixFilePermissions(control, fromString("rwx------"));
        base = Files.createDirectory(directory.resolve("base"));
        own = base.resolve("clutch-" + uid).resolve(Long.toString(OWN_PID));
    }

    @Test
    void isInTheControlDirectory() {
        try (var library = library()) {
            library.load(Optional.empty(), List.of(base.toString()));

            assertThat(file(library)).isEqualTo(control.resolve("libclutch.so")).exists();
            assertThat(library.refusals()).isEmpty();
            assertThat(base).isEmptyDirectory();
        }
        assertThat(control).isNotEmptyDirectory();
    }

    @Test
    void isElsewhereIfThatHasNoPrograms() throws IOException {
        notExecutable.add(control);
        try (var library = library()) {
            library.load(Optional.empty(), List.of("/proc/self", base.toString()));

            assertThat(file(library)).isEqualTo(own.resolve("libclutch.so"));
            assertThat(Files.getPosixFilePermissions(own)).isEqualTo(fromString("rwx------"));
            assertThat(library.refusals()).hasSize(2);
            assertThat(library.refusals().get(0)).isEqualTo(control + " (mounted noexec)");
            assertThat(library.refusals().get(1)).startsWith("/proc/self/clutch-");
            assertThat(control).isEmptyDirectory();
        }
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void theWantedDirectoryComesFirstAndIsMade() {
        Path wanted = directory.resolve("a/b");
        try (var library = library()) {
            library.load(Optional.of(wanted), List.of(base.toString()));

            assertThat(file(library)).startsWith(wanted);
            assertThat(control).isEmptyDirectory();
        }
        assertThat(wanted).isEmptyDirectory();
    }

    @Test
    void theWantedDirectoryMayBeThatOfTheSockets() throws IOException {
        control = own;
        OwnDirectory.make(own, uid, proc.fs());
        try (var library = library()) {
            library.load(Optional.of(base), List.of(base.toString()));

            assertThat(file(library)).isEqualTo(own.resolve("libclutch.so"));
        }
        assertThat(own).isNotEmptyDirectory();
    }

    @Test
    void nothingStaysWhereItCannotBeLoaded() {
        notExecutable.add(control);
        notExecutable.add(own);
        try (var library = library()) {
            library.load(Optional.empty(), List.of(base.toString(), base.toString()));

            assertThat(library.library()).isEmpty();
            assertThat(library.refusals())
                    .containsExactly(control + " (mounted noexec)", own + " (mounted noexec)");
            assertThat(tried).containsExactly(control, own);
        }
        assertThat(base).isEmptyDirectory();
        assertThat(control).isEmptyDirectory();
    }

    @Test
    void whatAKilledMasterLeftBehindIsRemoved() throws IOException {
        var dead = Files.createDirectories(own.resolveSibling("4711"));
        Files.createFile(dead.resolve("alive"));
        Files.createFile(dead.resolve("libclutch.so"));
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minusSeconds(3600)));
        notExecutable.add(control);
        try (var library = library()) {
            library.load(Optional.empty(), List.of(base.toString()));

            assertThat(dead).doesNotExist();
        }
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void thatOfALivingMasterInAnotherContainerIsLeftAlone() throws IOException {
        var other = own.resolveSibling("4711");
        try (var held = LiveDirectory.make(other, uid, proc.fs())) {
            Files.setLastModifiedTime(other, FileTime.from(Instant.now().minusSeconds(3600)));
            notExecutable.add(control);
            try (var library = library()) {
                library.load(Optional.empty(), List.of(base.toString()));
                assertThat(held).isNotNull();
                assertThat(other).isDirectory();
            }
            assertThat(own).doesNotExist();
        }
        assertThat(base).isEmptyDirectory();
    }

    private MasterLibrary library() {
        return new MasterLibrary(control, uid, proc.fs(), this::unpack);
    }

    private UnpackedLibrary unpack(Path where) throws IOException {
        tried.add(where);
        if (notExecutable.contains(where)) {
            throw new IOException("mounted noexec");
        }
        return TestPosix.library().unpack(where, ByteBuddyAgent.install());
    }

    private static Path file(MasterLibrary library) {
        return library.library().orElseThrow().file();
    }
}
