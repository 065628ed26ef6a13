package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Batch;
import io.clutch.it.apps.Cat;
import io.clutch.it.apps.NeverListens;
import io.clutch.it.apps.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test bench itself, on plain JVMs. */
class BenchTest {

    @RegisterExtension private final Bench bench = new Bench();

    @EachJdk
    void argumentsArriveByteForByte(Jdk jdk) throws Exception {
        var port = Ports.free();
        var odd = new String[] {"", "a b", "it's \"quoted\"", "two\nlines", "$HOME `x` \\", "grün"};
        var running =
                bench.on(jdk).app(Server.class, "socket", port).arguments((Object[]) odd).start();
        running.awaitListeners(port, 1);
        assertThat(Client.ask(port).values("argument"))
                .containsExactly(
                        "", "a b", "it's \"quoted\"", "two\\nlines", "$HOME `x` \\\\", "grün");
        assertThat(Client.ask(port).pid()).isEqualTo(running.pid());
        assertThat(running.processes()).containsExactly(running.pid());
        assertThat(running.workers()).isEmpty();
    }

    @EachJdk
    void statusAndOutputAreCaptured(Jdk jdk) {
        var batch = bench.on(jdk).app(Batch.class, "exit", 3).run();
        assertThat(batch)
                .isEqualTo(new Finished(3, "out: exit|3\n", "err: " + bench.directory() + "\n"));
        assertThat(bench.on(jdk).input("hello\n").app(Cat.class).run())
                .isEqualTo(new Finished(0, "hello\n", ""));
    }

    @EachJdk
    void signalsArrive(Jdk jdk) {
        for (var signal : new String[] {"TERM", "INT", "HUP"}) {
            var running = bench.on(jdk).app(NeverListens.class).start();
            running.awaitOut("running").signal(signal);
            var number = signal.equals("TERM") ? 15 : signal.equals("INT") ? 2 : 1;
            assertThat(running.awaitExit().status()).isEqualTo(128 + number);
        }
    }

    @EachJdk
    void closingEndsDescendantsToo(Jdk jdk) {
        var running = bench.on(jdk).wrapped("setsid", "-f", "-w").app(NeverListens.class).start();
        running.awaitOut("running");
        assertThat(running.processes()).hasSize(2);
        running.close();
        assertThat(running.processes()).isEmpty();
    }

    @EachJdk
    void processOneIsProcessOne(Jdk jdk) throws Exception {
        var port = Ports.free();
        var running = Namespaces.asPidOne(bench.on(jdk).app(Server.class, "socket", port)).start();
        running.awaitListeners(port, 1);
        assertThat(Client.ask(port).pid()).isEqualTo(1);
        assertThat(running.processes()).hasSize(2);
        running.close();
        assertThat(Ports.isFree(port)).isTrue();
    }

    @EachJdk
    void readOnlyIsReadOnly(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        var command =
                "for at in /tmp /dev/shm /var/tmp /root /run '%s' .; do (touch $at/x) && echo $at;"
                        + " done";
        var launch =
                bench.on(jdk)
                        .program(Path.of("/bin/sh"))
                        .arguments("-c", command.formatted(scratch));
        assertThat(Namespaces.readOnlyBut(scratch, launch).run().out()).isEqualTo(scratch + "\n");
    }

    @EachJdk
    void unreadableProcLetsAPlainJvmRun(Jdk jdk) {
        var launch = bench.on(jdk).app(Batch.class, "exit", 4);
        var finished = Namespaces.withoutProc(jdk, launch).run();
        assertThat(finished.status()).isEqualTo(4);
        assertThat(finished.out()).isEqualTo("out: exit|4\n");
    }

    @EachJdk
    void everythingAtOnce(Jdk jdk) throws Exception {
        var scratch = Files.createDirectory(bench.directory().resolve("scratch"));
        var launch = Namespaces.asPidOne(bench.on(jdk).app(Batch.class, "exit", 4));
        var finished =
                Users.ordinary()
                        .launch(Namespaces.readOnlyBut(scratch, launch))
                        .inputClosed()
                        .run();
        assertThat(finished.status()).as(finished.toString()).isEqualTo(4);
    }
}
