package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the master puts the native library, and what happens where it can put it nowhere. */
class NativeLibraryTest {

    private static final String ABSENT = "no native library: ";

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();
    private Path scratch;

    @BeforeEach
    void makeScratch() throws IOException {
        scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @BeforeEach
    void assumeCompiler() throws IOException {
        var machine = System.getProperty("os.arch");
        try (var jar = new JarFile(Applications.clutchJar().toFile())) {
            Assumptions.assumeTrue(
                    jar.getEntry("io/clutch/posix/linux-" + machine + "/libclutch.so") != null,
                    "clutch.jar was built without a C compiler for " + machine);
        }
    }

    @EachJdk
    void isBesideTheSocketsAndGoneAtTheEnd(Jdk jdk) {
        var running = server(jdk).jvm("-Djava.io.tmpdir=" + scratch).start();
        var library = library(running);

        assertThat(library).startsWith(scratch).exists();
        assertThat(running.err()).doesNotContain(ABSENT, "WARNING");
        stop(running);
        assertThat(scratch).isEmptyDirectory();
    }

    @EachJdk
    void isElsewhereIfThatHasNoPrograms(Jdk jdk) {
        var running =
                Namespaces.withoutPrograms(scratch, server(jdk))
                        .jvm("-Djava.io.tmpdir=" + scratch)
                        .start();
        var library = library(running);

        assertThat(library.toString()).doesNotStartWith(scratch.toString());
        assertThat(library).exists();
        assertThat(running.err()).doesNotContain(ABSENT, "WARNING", "WARN");
        stop(running);
        assertThat(library).doesNotExist();
        assertThat(library.getParent()).doesNotExist();
    }

    @EachJdk
    void isWhereTheOptionSays(Jdk jdk) {
        var running =
                Namespaces.readOnlyBut(scratch, server(jdk))
                        .jvm("-Dclutch.dir=" + scratch)
                        .jvm("-Dclutch.native-dir=" + scratch.resolve("native"))
                        .start();

        assertThat(library(running)).startsWith(scratch.resolve("native"));
        assertThat(running.err()).doesNotContain(ABSENT, "WARN");
        stop(running);
        assertThat(scratch.resolve("native")).isEmptyDirectory();
    }

    @EachJdk
    void whereItCanBeNowhereOneLineSaysWhatIsLost(Jdk jdk) {
        var launch = Namespaces.withoutPrograms(scratch, server(jdk));
        var running =
                Namespaces.readOnlyBut(scratch, launch)
                        .jvm("-Djava.io.tmpdir=" + scratch)
                        .start()
                        .awaitListeners(port, 2);

        assertThat(running.worker(1).environment("CLUTCH_NATIVE")).contains("");
        assertThat(running.err().lines().filter(line -> line.contains(ABSENT)))
                .singleElement()
                .asString()
                .contains("cannot be loaded", "may lose connections");
        stop(running);
    }

    @EachJdk
    void anOrdinaryUserHasIt(Jdk jdk) {
        var running =
                Users.ordinary().launch(server(jdk)).jvm("-Djava.io.tmpdir=" + scratch).start();

        assertThat(library(running)).startsWith(scratch).exists();
        assertThat(running.err()).doesNotContain(ABSENT, "WARN");
        stop(running);
    }

    @EachJdk
    void aWorkerFindsItEvenIfACleanerRemovedIt(Jdk jdk) throws IOException {
        var running = server(jdk).jvm("-Djava.io.tmpdir=" + scratch).start();
        var library = library(running);
        var pid = running.worker(1).pid();
        Files.delete(library);
        Running.signal(pid, "KILL");

        Await.until("it is there again", () -> Files.exists(library));
        running.awaitWorkers(2, List.of(pid));
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).hasSize(2);
        assertThat(running.err()).doesNotContain(ABSENT);
        stop(running);
    }

    private Launch server(Jdk jdk) {
        return bench.on(jdk).agent("workers=2").app(Server.class, "socket", port);
    }

    private Path library(Running running) {
        running.awaitListeners(port, 2);
        return Path.of(running.worker(1).environment("CLUTCH_NATIVE").orElseThrow());
    }

    private static void stop(Running running) {
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
    }
}
