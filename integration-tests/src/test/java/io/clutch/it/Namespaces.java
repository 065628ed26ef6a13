package io.clutch.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** What a container does to a process, done by {@code unshare} and {@code mount} alone. */
final class Namespaces {

    private Namespaces() {}

    /**
     * The process is number 1 of a process-id namespace of its own; {@code unshare} waits for it.
     */
    static Launch asPidOne(Launch launch) {
        return wrapped(launch, "--pid", "--fork", "--mount-proc", "--kill-child");
    }

    /** Nothing can be written but below one directory, which is an ordinary directory. */
    static Launch readOnlyBut(Path writable, Launch launch) {
        return mounted(
                launch,
                """
                mount --bind '%1$s' '%1$s'
                for at in /tmp /dev/shm /var/tmp /run; do
                  if mountpoint -q "$at"; then mount -o remount,bind,ro "$at"; fi
                done
                mount -o remount,bind,ro /
                """
                        .formatted(writable));
    }

    /**
     * Nothing can be written but in some directories, each a small file system of its own in which
     * everybody may write.
     *
     * @param writable the directories, with more options to mount them with, each after a comma
     */
    static Launch smallTemporary(Map<Path, String> writable, Launch launch) {
        var mounts = new StringBuilder();
        writable.forEach((directory, options) -> mounts.append(small(directory, options)));
        return mounted(
                launch,
                """
                for at in /tmp /dev/shm /var/tmp /run; do
                  if mountpoint -q "$at"; then mount -o remount,bind,ro "$at"; fi
                done
                %s
                mount -o remount,bind,ro /
                """
                        .formatted(mounts));
    }

    private static String small(Path directory, String options) {
        return "mount -t tmpfs -o size=16m,mode=1777,nosuid,nodev%s tmpfs '%s'%n"
                .formatted(options, directory);
    }

    /**
     * A network of its own, with nothing but the loopback interface, in which the kernel moves the
     * connections of a listener that closes to another one of its group.
     */
    static Launch migratingConnections(Launch launch) {
        return wrapped(
                launch,
                "--net",
                "/bin/sh",
                "-e",
                "-c",
                """
                ip link set lo up
                echo 1 > /proc/sys/net/ipv4/tcp_migrate_req
                exec "$@"
                """,
                "sh");
    }

    /** A directory is a small file system of its own, from which nothing can be executed. */
    static Launch withoutPrograms(Path directory, Launch launch) {
        return mounted(
                launch,
                "mount -t tmpfs -o noexec,nosuid,nodev,size=1m,mode=1777 tmpfs '%s'\n"
                        .formatted(directory));
    }

    /** Nothing is in {@code /proc}. */
    static Launch withoutProc(Jdk jdk, Launch launch) {
        // The launcher's library is found through /proc/self/exe.
        launch.environment("LD_LIBRARY_PATH", jdk.home().resolve("lib").toString());
        return mounted(launch, "mount -t tmpfs -o ro tmpfs /proc\n");
    }

    /** The process's own command line cannot be read. */
    static Launch withoutCommandLine(Launch launch) {
        return mounted(launch, "mount --bind /dev/null /proc/$$/cmdline\n");
    }

    private static Launch mounted(Launch launch, String commands) {
        return wrapped(
                launch,
                "--mount",
                "--propagation",
                "private",
                "/bin/sh",
                "-e",
                "-c",
                commands + "exec \"$@\"\n",
                "sh");
    }

    private static Launch wrapped(Launch launch, String... options) {
        assumeUnshareWorks();
        return launch.wrapped("unshare").wrapped(options);
    }

    private static void assumeUnshareWorks() {
        try {
            var probe =
                    new ProcessBuilder(
                            "unshare", "--mount", "--pid", "--fork", "--mount-proc", "true");
            probe.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Assumptions.assumeTrue(
                    probe.start().waitFor() == 0,
                    "this user may not unshare namespaces here: run the tests as root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
