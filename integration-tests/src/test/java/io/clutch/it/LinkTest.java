package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Server;
import io.clutch.it.apps.ShutdownListener;
import io.clutch.it.apps.UnixClient;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connection between a worker and the master, and who else may want it. */
class LinkTest {

    @RegisterExtension private final Bench bench = new Bench();

    private final int port = Ports.free();

    @EachJdk
    void nonsenseIsDroppedAndLoggedAndTheClusterGoesOn(Jdk jdk) throws Exception {
        var running = start(jdk);
        var pids = running.workers();
        var nonsense =
                List.of(
                        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                        new byte[] {0x7f, -1, -1, -1, 1, 2, 3},
                        new byte[] {0, 0, 0, 0},
                        new byte[] {0, 0, 0, 5, 99, 1, 2, 3, 4},
                        new byte[] {0, 0, 0, 9, 1, 'C', 'L', 'T', 'C', 0, 99, 0, 0});
        for (var bytes : nonsense) {
            var before = running.err().length();
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(link(running)))) {
                channel.write(ByteBuffer.wrap(bytes));
                assertClosedByPeer(channel);
            }
            Await.until("it is logged", () -> running.err().length() > before);
            assertThat(running.err().substring(before).lines()).hasSize(1);
        }
        assertThat(running.workers()).isEqualTo(pids);
        Running.signal(running.worker(2).pid(), "KILL");
        running.awaitWorkers(2, List.of(pids.get(1).pid()));
        assertThat(Client.distinct(2, () -> Client.ask(port).slot())).hasSize(2);
    }

    @EachJdk
    void controlDirectoryIsPrivate(Jdk jdk) throws Exception {
        var link = link(start(jdk));
        assertThat(mode(link)).isEqualTo("rw-------");
        assertThat(mode(link.resolveSibling("control.sock"))).isEqualTo("rw-------");
        assertThat(mode(link.getParent())).isEqualTo("rwx------");
        assertThat(mode(link.getParent().getParent())).isEqualTo("rwx------");
    }

    @EachJdk
    void controlDirectoryIsGoneAfterAnOrderlyStop(Jdk jdk) {
        var running = start(jdk);
        var directory = link(running).getParent();
        running.signal("TERM");
        assertThat(running.awaitExit().status()).isZero();
        assertThat(directory).doesNotExist();
    }

    @EachJdk
    void anotherUserCannotConnect(Jdk jdk) throws Exception {
        var other = Users.other(65533);
        var running = start(jdk);
        var link = link(running);
        assertThat(client(other, jdk, link).out()).startsWith("refused");
        assertThat(client(other, jdk, link.resolveSibling("control.sock")).out())
                .startsWith("refused");
        // Even if the directory's permissions are widened behind the master's back.
        for (var path : List.of(link, link.getParent(), link.getParent().getParent())) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        assertThat(client(other, jdk, link).out()).isEqualTo("connected\nclosed\n");
        assertThat(running.workers()).hasSize(2);
    }

    @EachJdk
    void workersEndInOrderWhenTheMasterIsKilled(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=2").app(ShutdownListener.class, port).start();
        running.awaitListeners(port, 2);
        running.signal("KILL");
        assertThat(running.awaitExit().status()).isEqualTo(137);
        running.awaitNothingLeft();
        assertThat(running.out())
                .containsOnlyOnce("1 api")
                .containsOnlyOnce("2 api")
                .containsOnlyOnce("1 hook")
                .containsOnlyOnce("2 hook");
        assertThat(Ports.isFree(port)).isTrue();
    }

    private Running start(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=2").app(Server.class, "socket", port).start();
        return running.awaitListeners(port, 2);
    }

    private Finished client(Users user, Jdk jdk, Path socket) {
        return user.launch(bench.on(jdk)).app(UnixClient.class, socket, "hello").run();
    }

    private static Path link(Running running) {
        return Path.of(running.worker(1).environment("CLUTCH_LINK").orElseThrow());
    }

    private static void assertClosedByPeer(SocketChannel channel) throws Exception {
        channel.configureBlocking(false);
        Await.until("the master closes", () -> isAtEnd(channel));
    }

    private static boolean isAtEnd(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1024)) < 0;
        } catch (IOException e) {
            // Reset: bytes of ours were still unread.
            return true;
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
