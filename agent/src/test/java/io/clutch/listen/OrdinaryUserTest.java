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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of this works without privileges, not even those that a container has by default. */
final class OrdinaryUserTest {

    @TempDir Path directory;

    @Test
    void steersWithoutAnyCapability() throws Exception {
        var ended = child().run(OrdinaryUserProgram.class.getName());
        assertThat(ended.error()).isEmpty();
        assertThat(ended.output())
                .contains("steering: null", "played: null", "closed: true", "again: true")
                .contains("greeted: 1", "late: Connection refused");
        if (isRoot()) {
            assertThat(ended.output()).contains("CapEff: 0000000000000000", "NoNewPrivs: 1");
        }
        assertThat(ended.status()).isZero();
    }

    private ChildJvm child() throws IOException {
        var child = new ChildJvm(directory);
        if (!isRoot()) {
            return child;
        }
        // Neither the build nor the repository of its libraries need be readable for others.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> classPath = new ArrayList<>();
        for (var type : List.of(ReuseportGroup.class, OrdinaryUserTest.class, Assertions.class)) {
            var from = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
            var to = directory.resolve("classes-" + classPath.size());
            copy(from, to);
            classPath.add(to.toString());
        }
        return child.classPath(String.join(":", classPath))
                .wrapped(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "--no-new-privs");
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
