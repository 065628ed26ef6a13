package io.clutch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.clutch.hook.Api;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClutchTest {

    @TempDir private Path directory;

    @AfterEach
    void leaveTheCluster() {
        Api.install(null);
    }

    /** A worker of the test's making. */
    private static final class FakeMembership implements Api.Membership {

        final List<Runnable> listeners = new ArrayList<>();
        boolean leader;

        @Override
        public int slot() {
            return 3;
        }

        @Override
        public int workers() {
            return 5;
        }

        @Override
        public boolean isLeader() {
            return leader;
        }

        @Override
        public void onShutdown(Runnable listener) {
            listeners.add(listener);
        }
    }

    @Test
    void answersForASingleProcessOutsideACluster() {
        assertThat(Clutch.isWorker()).isFalse();
        assertThat(Clutch.slot()).isOne();
        assertThat(Clutch.workers()).isOne();
        assertThat(Clutch.isLeader()).isTrue();
    }

    @Test
    void answersForTheWorker() {
        var membership = new FakeMembership();
        Api.install(membership);

        assertThat(Clutch.isWorker()).isTrue();
        assertThat(Clutch.slot()).isEqualTo(3);
        assertThat(Clutch.workers()).isEqualTo(5);
        assertThat(Clutch.isLeader()).isFalse();
        membership.leader = true;
        assertThat(Clutch.isLeader()).isTrue();

        Runnable listener = () -> {};
        Clutch.onShutdown(listener);
        assertThat(membership.listeners).containsExactly(listener);
    }

    @Test
    void takesNoNullListener() {
        assertThatNullPointerException().isThrownBy(() -> Clutch.onShutdown(null));
    }

    @Test
    void aCopyInAChildLoaderReachesTheSameAgent() throws Exception {
        var membership = new FakeMembership();
        Api.install(membership);
        try (var loader = new URLClassLoader(new URL[] {copy()}, null)) {
            var copy = loader.loadClass("io.clutch.Clutch");
            assertThat(copy).isNotSameAs(Clutch.class);

            assertThat(copy.getMethod("slot").invoke(null)).isEqualTo(3);
            assertThat(copy.getMethod("isLeader").invoke(null)).isEqualTo(false);
            membership.leader = true;
            assertThat(copy.getMethod("isLeader").invoke(null)).isEqualTo(true);
            Runnable listener = () -> {};
            copy.getMethod("onShutdown", Runnable.class).invoke(null, listener);
            assertThat(membership.listeners).containsExactly(listener);
        }
    }

    @Test
    void isOneClassFileThatJava8Reads() throws IOException {
        var file = "/" + Clutch.class.getName().replace('.', '/') + ".class";
        try (var in = new DataInputStream(Clutch.class.getResourceAsStream(file))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(in.readInt()).isEqualTo(52);
        }
        assertThat(Clutch.class.getDeclaredClasses()).isEmpty();
    }

    /** What an application without the agent makes of the class. */
    static final class Alone {

        private Alone() {}

        public static void main(String[] arguments) {
            System.out.println(Clutch.isWorker() + " " + Clutch.slot() + " " + Clutch.isLeader());
            Clutch.onShutdown(
                    () -> {
                        System.out.println("listener");
                        Clutch.onShutdown(() -> System.out.println("late"));
                    });
        }
    }

    @Test
    void withoutTheAgentAListenerIsAShutdownHook() throws Exception {
        var classes = Path.of(copy().toURI());
        var own = "io/clutch/ClutchTest$Alone.class";
        try (var in = ClutchTest.class.getResourceAsStream("/" + own)) {
            Files.copy(in, classes.resolve(own));
        }
        var out = directory.resolve("out");
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classes.toString(),
                                Alone.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(out)).containsExactly("false 1 true", "listener", "late");
    }

    /** Copies the class as an application's build would; returns where to. */
    private URL copy() throws IOException {
        var file = "io/clutch/Clutch.class";
        var target = directory.resolve("classes").resolve(file);
        Files.createDirectories(target.getParent());
        try (var in = Clutch.class.getResourceAsStream("/" + file)) {
            Files.copy(in, target);
        }
        return directory.resolve("classes").toUri().toURL();
    }
}
