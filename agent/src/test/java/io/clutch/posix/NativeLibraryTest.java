package io.clutch.posix;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clutch.testing.ChildJvm;
import io.clutch.testing.InstalledJdks;
import io.clutch.testing.TestPosix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NativeLibraryTest {

    private static final String LOADED = "loaded: 10 3\n";
    private static final String NOTHING_GIVEN = "java.lang open: false\nnative access: false\n";

    private final NativeLibrary library = TestPosix.library();

    @TempDir private Path directory;
    private Path own;

    @BeforeEach
    void makeDirectory() throws IOException {
        own = Files.createDirectory(directory.resolve("own"));
        Files.setPosixFilePermissions(own, fromString("rwx------"));
    }

    static Set<Path> jdks() throws IOException {
        return InstalledJdks.homes();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void masterAndWorkerLoadItSilently(Path jdk) throws Exception {
        var master = child(jdk).agent(LoadingProgram.class, "=" + own).run(main());
        assertThat(master).isEqualTo(new ChildJvm.Ended(0, LOADED + NOTHING_GIVEN, ""));

        var file = own.resolve("libclutch.so");
        var worker = child(jdk).agent(LoadingProgram.class, "=" + file).run(main());
        assertThat(worker).isEqualTo(new ChildJvm.Ended(0, LOADED + NOTHING_GIVEN, ""));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void itLoadsWhereTheApplicationMayNotUseNativeCode(Path jdk) throws Exception {
        assumeThat(InstalledJdks.feature(jdk)).isGreaterThanOrEqualTo(24);
        var denied =
                child(jdk)
                        .options("--illegal-native-access=deny")
                        .agent(LoadingProgram.class, "=" + own)
                        .run(main());
        assertThat(denied).isEqualTo(new ChildJvm.Ended(0, LOADED + NOTHING_GIVEN, ""));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void itLoadsInARuntimeOfFewModules(Path jdk) throws Exception {
        assumeThat(jdk.resolve("bin/jlink")).isExecutable();
        Path image = directory.resolve("image");
        Process jlink =
                new ProcessBuilder(
                                jdk.resolve("bin/jlink").toString(),
                                "--add-modules",
                                "java.base,java.instrument",
                                "--output",
                                image.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("jlink").toFile())
                        .start();
        assertThat(jlink.waitFor()).as("status of jlink").isZero();

        var ended = child(image).agent(LoadingProgram.class, "=" + own).run(main());
        assertThat(ended).isEqualTo(new ChildJvm.Ended(0, LOADED + NOTHING_GIVEN, ""));
    }

    @Test
    void theFileIsForTheOwnerOnly() throws IOException {
        var unpacked = library.unpack(own, ByteBuddyAgent.install());

        assertThat(unpacked.file()).isEqualTo(own.resolve("libclutch.so"));
        assertThat(Files.getPosixFilePermissions(unpacked.file()))
                .isEqualTo(fromString("rwx------"));
        assertThat(own).isDirectoryContaining(file -> file.equals(unpacked.file()));
        assertThat(unpacked.posix().descriptors()).contains(0, 1, 2);
    }

    @Test
    void aFileThatWasRemovedOrChangedIsMadeAgain() throws IOException {
        var unpacked = library.unpack(own, ByteBuddyAgent.install());
        byte[] bytes = Files.readAllBytes(unpacked.file());
        Object original = Files.getAttribute(unpacked.file(), "unix:ino");
        unpacked.ensurePresent();
        assertThat(Files.getAttribute(unpacked.file(), "unix:ino")).isEqualTo(original);

        Files.delete(unpacked.file());
        unpacked.ensurePresent();
        assertThat(unpacked.file()).hasBinaryContent(bytes);

        Files.write(unpacked.file(), new byte[bytes.length]);
        unpacked.ensurePresent();
        assertThat(unpacked.file()).hasBinaryContent(bytes);
    }

    @Test
    void whatOthersCanChangeIsNotLoaded() throws IOException {
        var file = library.unpack(own, ByteBuddyAgent.install()).file();
        for (String mode : new String[] {"rwxrwx---", "rwx---rwx"}) {
            Files.setPosixFilePermissions(file, fromString(mode));
            assertThatThrownBy(() -> NativeLibrary.load(file, null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " is not user");
        }
        Files.setPosixFilePermissions(file, fromString("rwx------"));
        Files.setPosixFilePermissions(own, fromString("rwxrwx---"));
        assertThatThrownBy(() -> NativeLibrary.load(file, null))
                .hasMessageContaining(own + " is not user");
    }

    @Test
    void whatBelongsToSomebodyElseIsNotLoaded() throws IOException {
        assumeThat(ProcFs.system().uid()).as("only root can give a file away").isZero();
        var file = library.unpack(own, ByteBuddyAgent.install()).file();
        Files.setAttribute(file, "unix:uid", 65534);

        assertThatThrownBy(() -> NativeLibrary.load(file, null))
                .hasMessageContaining("(owner 65534, mode");
    }

    @Test
    void aLinkIsNotLoaded() throws IOException {
        var file = library.unpack(own, ByteBuddyAgent.install()).file();
        var link = Files.createSymbolicLink(own.resolve("link.so"), file);

        assertThatThrownBy(() -> NativeLibrary.load(link, null)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotThisLibraryIsNotLoaded() throws IOException {
        var whole = library.unpack(own, ByteBuddyAgent.install()).file();
        var file = own.resolve("half.so");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(whole), 1000));
        Files.setPosixFilePermissions(file, fromString("rwx------"));

        assertThatThrownBy(() -> NativeLibrary.load(file, null))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not the library of this clutch.jar");
        assertThatThrownBy(() -> NativeLibrary.load(own.resolve("absent.so"), null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingStaysWhereItCannotBeWritten() throws IOException {
        assertThatThrownBy(() -> library.unpack(own.resolve("absent"), null))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> library.unpack(Path.of("/proc/self"), null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void otherMachinesHaveNone() {
        assertThatThrownBy(() -> NativeLibrary.find("Linux", "riscv64"))
                .isInstanceOf(IOException.class)
                .hasMessage("this clutch.jar has none for Linux riscv64");
        assertThatThrownBy(() -> NativeLibrary.find("Mac OS X", "aarch64"))
                .hasMessage("this clutch.jar has none for Mac OS X aarch64");
    }

    private ChildJvm child(Path jdk) {
        return new ChildJvm(directory).home(jdk);
    }

    private static String main() {
        return LoadingProgram.class.getName();
    }
}
