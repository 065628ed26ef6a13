package io.clutch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.clutch.admin.ControlServer;
import io.clutch.admin.FakeCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs commands in a world of its own: fake masters in a temp directory, and a {@code /proc} to
 * write in.
 */
final class Rig {

    static final long UID = Uid.own();

    /** What a command left behind. */
    record Ended(int status, String out, String err) {

        JsonObject json() {
            assertThat(err).isEmpty();
            return JsonParser.parseString(out).getAsJsonObject();
        }
    }

    private final Path base;
    private final Path proc;
    private final List<AutoCloseable> open = new ArrayList<>();

    Rig(Path base, Path proc) {
        this.base = base;
        this.proc = proc;
    }

    /** Opens the control socket of a fake master. */
    FakeCluster master(String name, long pid) throws IOException {
        var cluster = new FakeCluster();
        cluster.status = CompletableFuture.completedFuture(FakeCluster.example(name, pid));
        Path socket = directory(pid).resolve("control.sock");
        open.add(ControlServer.open(socket, cluster, "0.1.0", peer -> null));
        return cluster;
    }

    /** Makes a control directory. */
    Path directory(long pid) throws IOException {
        return Files.createDirectories(base.resolve("clutch-" + UID).resolve("" + pid));
    }

    /** Writes a process into the table; its exit status, seen once it is a zombie, is 1. */
    void process(long pid, String state) throws IOException {
        Path directory = Files.createDirectories(proc.resolve("" + pid));
        String stat =
                "%d (java) %s %s500 %s256\n"
                        .formatted(pid, state, "0 ".repeat(18), "0 ".repeat(29));
        Path next = Files.writeString(proc.resolve("next"), stat);
        Files.move(next, directory.resolve("stat"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs a command on another thread. */
    CompletableFuture<Ended> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    /** Runs a command. */
    Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var place =
                new Place(() -> new Masters(UID, Optional.empty(), List.of(base)), proc, "0.1.0");
        int status =
                ClutchCommand.commandLine(place, arguments)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    /** Ends the fake masters. */
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }
}
