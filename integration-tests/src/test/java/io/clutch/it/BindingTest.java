package io.clutch.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.apps.Binder;
import io.clutch.it.apps.FreePortFinder;
import io.clutch.it.apps.Server;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server sockets are shared, and which are refused. */
class BindingTest {

    private static final String PASSWORD = "changeit";

    @RegisterExtension private final Bench bench = new Bench();

    static Stream<Arguments> jdksAndKinds() {
        return Jdks.all().stream()
                .flatMap(
                        jdk ->
                                Stream.of(
                                                "socket",
                                                "constructor",
                                                "channel",
                                                "adaptor",
                                                "asynchronous")
                                        .map(kind -> Arguments.of(jdk, kind)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdksAndKinds")
    void everyKindOfServerSocketIsShared(Jdk jdk, String kind) {
        var port = Ports.free();
        var running = bench.on(jdk).agent("workers=3").app(Server.class, kind, port).start();
        running.awaitListeners(port, 3);
        assertThat(Client.distinct(3, () -> Client.ask(port).slot()))
                .containsExactly("1", "2", "3");
    }

    @EachJdk
    void tlsServerSocketsAreShared(Jdk jdk) throws Exception {
        var file = keyStore(jdk);
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        var port = Ports.free();
        var running =
                bench.on(jdk)
                        .agent("workers=3")
                        .jvm("-Djavax.net.ssl.keyStore=" + file)
                        .jvm("-Djavax.net.ssl.keyStorePassword=" + PASSWORD)
                        .app(Server.class, "tls", port)
                        .start();
        running.awaitListeners(port, 3);
        assertThat(Client.distinct(3, () -> Client.askTls(port, keys).slot()))
                .containsExactly("1", "2", "3");
    }

    @EachJdk
    void connectionsAreSpreadOverTheWorkers(Jdk jdk) throws Exception {
        var port = Ports.free();
        bench.on(jdk).agent("workers=3").app(Server.class, "socket", port).start();
        assertThat(Client.distinct(3, () -> Client.ask(port).slot())).hasSize(3);
        var perSlot = new int[4];
        for (var i = 0; i < 300; i++) {
            perSlot[Integer.parseInt(Client.ask(port).slot())]++;
        }
        // The kernel's hash: 100 each on average, 20 is more than nine standard deviations away.
        assertThat(perSlot[1]).isGreaterThan(20);
        assertThat(perSlot[2]).isGreaterThan(20);
        assertThat(perSlot[3]).isGreaterThan(20);
    }

    @EachJdk
    void portZeroIsTheSamePortForEveryWorker(Jdk jdk) throws Exception {
        var running =
                bench.on(jdk)
                        .agent("workers=3")
                        .app(Binder.class, "bind:0", "bind:0", "serve")
                        .start();
        Await.until("three serve", () -> count(running.out(), "serving") == 3);
        var ports = new TreeSet<Integer>();
        var matcher = Pattern.compile("bound (\\d+)").matcher(running.out());
        while (matcher.find()) {
            ports.add(Integer.parseInt(requireNonNull(matcher.group(1))));
        }
        assertThat(ports).as("two binds of port 0 in three workers").hasSize(2);
        ports.forEach(port -> assertThat(Ports.listeners(port)).isEqualTo(3));
    }

    @EachJdk
    void portThatIsFoundFreeFirstAndBoundThenIsTheSameForEveryWorker(Jdk jdk) {
        var running = bench.on(jdk).agent("workers=3").app(FreePortFinder.class).start();
        Await.until("three listen", () -> count(running.out(), "listening on") == 3);
        assertThat(running.out().lines().distinct()).hasSize(1);
        assertThat(running.err()).doesNotContain("ended");
    }

    @EachJdk
    void twoClustersGetDifferentPortsForPortZero(Jdk jdk) {
        var first = bench.on(jdk).agent("workers=2").app(Binder.class, "bind:0", "serve").start();
        var second = bench.on(jdk).agent("workers=2").app(Binder.class, "bind:0", "serve").start();
        Await.until("two serve", () -> count(first.out(), "serving") == 2);
        Await.until("two serve", () -> count(second.out(), "serving") == 2);
        assertThat(first.out().lines().findFirst()).isNotEqualTo(second.out().lines().findFirst());
    }

    @EachJdk
    void portThatSomebodyElseHoldsIsRefusedAsWithoutClutch(Jdk jdk) throws Exception {
        try (var holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress(0));
            assertRefusedAsWithoutClutch(jdk, holder.getLocalPort());
        }
    }

    @EachJdk
    void portThatSomebodyElseHoldsForSharingIsRefusedToo(Jdk jdk) throws Exception {
        try (var holder = new ServerSocket()) {
            holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            holder.bind(new InetSocketAddress(0));
            assertRefusedAsWithoutClutch(jdk, holder.getLocalPort());
        }
    }

    @EachJdk
    void secondCopyOfTheSameCommandIsRefusedAsWithoutClutch(Jdk jdk) throws Exception {
        var port = Ports.free();
        var first = bench.on(jdk).agent("workers=2").app(Server.class, "socket", port).start();
        first.awaitListeners(port, 2);
        var plain = bench.on(jdk).app(Server.class, "socket", port).run();
        var second = bench.on(jdk).agent("workers=2").app(Server.class, "socket", port).run();
        assertThat(plain.err()).contains("java.net.BindException");
        assertThat(second.status()).isEqualTo(plain.status());
        assertThat(second.out()).isEqualTo(plain.out());
        assertThat(firstLine(second.err())).isEqualTo(firstLine(plain.err()));
        assertThat(Ports.listeners(port)).isEqualTo(2);
    }

    @EachJdk
    void privilegedPortIsRefusedAsWithoutClutch(Jdk jdk) {
        var user = Users.ordinary();
        var plain = user.launch(bench.on(jdk)).app(Binder.class, "bind:1", "exit:0").run();
        var clustered =
                user.launch(bench.on(jdk))
                        .agent("workers=2")
                        .app(Binder.class, "bind:1", "exit:0")
                        .run();
        assertThat(clustered).isEqualTo(plain);
        assertThat(plain.out()).contains("Permission denied");
    }

    @EachJdk
    void processThatBindsTheSamePortTwiceIsRefusedTheSecondTime(Jdk jdk) throws Exception {
        var port = Ports.free();
        var plain = bench.on(jdk).app(Binder.class, "bind:" + port, "bind:" + port, "exit:0").run();
        var running =
                bench.on(jdk)
                        .agent("workers=3")
                        .app(Binder.class, "bind:" + port, "bind:" + port, "serve")
                        .start();
        running.awaitListeners(port, 3);
        Await.until("three serve", () -> count(running.out(), "serving") == 3);
        var refusal = plain.out().lines().skip(1).findFirst().orElseThrow();
        assertThat(refusal).contains("BindException");
        assertThat(count(running.out(), refusal)).isEqualTo(3);
        assertThat(Ports.listeners(port)).isEqualTo(3);
    }

    @EachJdk
    void portThatIsClosedCanBeBoundAgain(Jdk jdk) {
        var port = Ports.free();
        var bind = "bind:" + port;
        var running =
                bench.on(jdk)
                        .agent("workers=3")
                        .app(Binder.class, bind, "close", bind, "close", bind, "serve")
                        .start();
        Await.until("three serve", () -> count(running.out(), "serving") == 3);
        assertThat(running.out()).doesNotContain("Exception");
        running.awaitListeners(port, 3);
        assertThat(Client.distinct(3, () -> Client.ask(port).slot()))
                .containsExactly("1", "2", "3");
    }

    @EachJdk
    void portThatEveryWorkerClosedIsFreeForOthers(Jdk jdk) {
        var port = Ports.free();
        var kept = Ports.free();
        var running =
                bench.on(jdk)
                        .agent("workers=2")
                        .app(Binder.class, "bind:" + port, "close", "bind:" + kept, "serve")
                        .start();
        running.awaitListeners(kept, 2);
        assertThat(Ports.listeners(port)).isZero();
        assertThat(Ports.isFree(port)).isTrue();
    }

    private void assertRefusedAsWithoutClutch(Jdk jdk, int port) {
        var plain = bench.on(jdk).app(Binder.class, "bind:" + port, "exit:7").run();
        var clustered =
                bench.on(jdk).agent("workers=3").app(Binder.class, "bind:" + port, "exit:7").run();
        assertThat(plain.out()).contains("java.net.BindException");
        assertThat(clustered).isEqualTo(plain);
    }

    private Path keyStore(Jdk jdk) {
        var file = bench.directory().resolve("keys.p12");
        var made =
                bench.on(jdk)
                        .program(jdk.tool("keytool"))
                        .arguments("-genkeypair", "-alias", "test", "-keyalg", "EC")
                        .arguments("-dname", "CN=localhost", "-validity", "2")
                        .arguments("-ext", "san=ip:127.0.0.1,dns:localhost")
                        .arguments("-storetype", "PKCS12", "-keystore", file)
                        .arguments("-storepass", PASSWORD)
                        .run();
        assertThat(made.status()).as(made.err()).isZero();
        return file;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
