package io.clutch.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of this works for other users and under other settings than those of the tests. */
final class ElsewhereTest {

    @TempDir Path directory;

    @Test
    void withoutAnyCapability() throws Exception {
        var child = new ChildJvm(directory);
        if (isRoot()) {
            child.classPath(readableForAll())
                    .wrapped(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--bounding-set=-all",
                            "--no-new-privs");
        }
        var ended = child.run(SteeringProgram.class.getName());
        assertThat(ended.error()).isEmpty();
        assertWorks(ended);
        if (isRoot()) {
            assertThat(ended.output()).contains("CapEff: 0000000000000000", "NoNewPrivs: 1");
        }
    }

    /** With tcp_migrate_req a socket that is shut down stays in its group, if in another part. */
    @Test
    void whereTheKernelMigratesConnections() throws Exception {
        Assumptions.assumeTrue(isRoot(), "only root can set up a network of its own");
        String setUp =
                "ip link set lo up && echo 1 >/proc/sys/net/ipv4/tcp_migrate_req || exit 77\n"
                        + "exec \"$@\"";
        var ended =
                new ChildJvm(directory)
                        .wrapped("unshare", "--net", "sh", "-c", setUp, "sh")
                        .run(SteeringProgram.class.getName());
        Assumptions.assumeTrue(
                ended.status() != 77 && !ended.error().contains("unshare"), ended.error());
        assertWorks(ended);
    }

    private static void assertWorks(ChildJvm.Ended ended) {
        assertThat(ended.output())
                .as(ended.error())
                .contains("steering: null", "played: null", "closed: true", "again: true")
                .contains("greeted: 1", "late: Connection refused");
        assertThat(ended.status()).isZero();
    }

    /** Neither the build nor the repository of its libraries need be readable for others. */
    private String readableForAll() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> classPath = new ArrayList<>();
        for (var type : List.of(ReuseportGroup.class, ElsewhereTest.class, Assertions.class)) {
            var from = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            var to = directory.resolve("classes-" + classPath.size());
            copy(from, to);
            classPath.add(to.toString());
        }
        return String.join(":", classPath);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(
                        copy,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
