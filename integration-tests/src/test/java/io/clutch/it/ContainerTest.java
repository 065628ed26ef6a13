package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Crasher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container does to a process, without an engine. */
class ContainerTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void runsAsProcessOne(Jdk jdk) throws Exception {
        var running = Namespaces.asPidOne(server(jdk)).start().awaitListeners(port, 2);
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
        assertThat(running.worker(2).environment("CLUTCH_MASTER")).contains("1");
        var old = running.worker(2);
        Running.signal(old.pid(), "KILL");
        running.awaitOut("up 2 2\n");
        // Its shutdown hook is there by then.
        Await.until("it listens", () -> running.out().split("listening on", -1).length == 4);
        Running.signal(master(running), "TERM");
        assertThat(running.awaitExit().status()).isZero();
        assertThat(running.out()).contains("down 1 1\n", "down 2 2\n");
    }

    @EachJdk
    void batchProgramRunsAsProcessOne(Jdk jdk) {
        var finished =
                Namespaces.asPidOne(
                                bench.on(jdk)
                                        .agent("workers=2")
                                        .input("hello\n")
                                        .app(io.clutch.it.apps.Cat.class))
                        .run();
        assertThat(finished).isEqualTo(new Finished(0, "hello\n", ""));
    }

    @EachJdk
    void fileSystemIsReadOnlyButForOneDirectory(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        var running =
                Namespaces.readOnlyBut(scratch, server(jdk).jvm("-Djava.io.tmpdir=" + scratch))
                        .start()
                        .awaitListeners(port, 2);
        assertThat(link(running)).startsWith(scratch);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
    }

    @EachJdk
    void directoryMayBeNamedByTheOption(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        var running =
                Namespaces.readOnlyBut(scratch, server(jdk).jvm("-Dclutch.dir=" + scratch))
                        .start()
                        .awaitListeners(port, 2);
        assertThat(link(running)).startsWith(scratch);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
    }

    @EachJdk
    void ordinaryUserWithoutTerminalAndStandardInput(Jdk jdk) throws Exception {
        var user = Users.ordinary();
        Files.setPosixFilePermissions(
                bench.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        var running =
                user.launch(server(jdk).wrapped("setsid", "--wait"))
                        .inputClosed()
                        .start()
                        .awaitListeners(port, 2);
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
        running.signal("HUP");
        running.awaitOut("down 2 1");
        running.awaitListeners(port, 2);
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        running.awaitNothingLeft();
    }

    @EachJdk
    void everythingAtOnce(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        var launch = Namespaces.asPidOne(server(jdk));
        Namespaces.readOnlyBut(scratch, launch);
        var running =
                Users.ordinary()
                        .launch(launch.jvm("-Djava.io.tmpdir=" + scratch))
                        .inputClosed()
                        .start()
                        .awaitListeners(port, 2);
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).containsExactly("1", "2");
        Running.signal(master(running), "TERM");
        assertThat(running.awaitExit().status()).isZero();
    }

    private Launch server(Jdk jdk) {
        return bench.on(jdk)
                .agent("workers=2")
                .app(Crasher.class, port, bench.directory().resolve("crash"), 9);
    }

    private static Path link(Running running) {
        return Path.of(running.worker(1).environment("CLUTCH_LINK").orElseThrow());
    }

    /** The id, outside of the namespace, of the process that is number 1 inside. */
    private static long master(Running running) {
        return ProcFile.parent(running.worker(1).pid()).orElseThrow();
    }
}
