package io.clutch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.clutch.it.chaos.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A launched process and every process that descends from it. Descendants are known by a mark in
 * their environment, so that one whose parent is gone is found as well.
 */
final class Running implements AutoCloseable {

    private static final Duration EXIT_DEADLINE = Duration.ofSeconds(90);

    private final Jdk jdk;
    private final Process process;
    private final String mark;
    private final List<String> command;
    private final Path out;
    private final Path err;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

    Running(Jdk jdk, Process process, String mark, List<String> command, Path out, Path err) {
        this.jdk = jdk;
        this.process = process;
        this.mark = Launch.MARK + "=" + mark;
        this.command = command;
        this.out = out;
        this.err = err;
    }

    /** The id of the process that was launched: the master's, if Clutch makes one of it. */
    long pid() {
        return process.pid();
    }

    /** What was launched, as {@link ProcFile#arguments} has it; a master calls itself otherwise. */
    List<String> arguments() {
        return command.stream()
                .map(
                        word ->
                                new String(
                                        word.getBytes(StandardCharsets.UTF_8),
                                        StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Whether the launched process runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything printed to standard output so far, by all processes. */
    String out() {
        return text(out);
    }

    /** Everything printed to standard error so far, by all processes. */
    String err() {
        return text(err);
    }

    /** All living processes of this launch, the launched one included. */
    List<Long> processes() {
        ProcFile.pids().stream()
                .filter(pid -> ProcFile.environment(pid).contains(mark))
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .forEach(seen::add);
        // One that is on its way out has lost its environment, but not yet its sockets.
        return seen.stream()
                .filter(process -> process.isAlive() && ProcFile.isAlive(process.pid()))
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    /** The living processes that carry the marks of a worker, by slot. */
    List<WorkerProcess> workers() {
        return processes().stream()
                .map(WorkerProcess::of)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(WorkerProcess::slot))
                .toList();
    }

    /** The one process in the slot. */
    WorkerProcess worker(int slot) {
        var found = workers().stream().filter(worker -> worker.slot() == slot).toList();
        assertThat(found).as("processes in slot %s", slot).hasSize(1);
        return found.get(0);
    }

    /** Waits until so many workers run, and none of them is one of these processes. */
    void awaitWorkers(int number, List<Long> noneOf) {
        Await.until(
                number + " workers, and none of " + noneOf,
                () -> {
                    // One look: between two of them a process may come or go.
                    var pids = workers().stream().map(WorkerProcess::pid).toList();
                    return pids.size() == number && noneOf.stream().noneMatch(pids::contains);
                });
    }

    /** Waits until exactly so many sockets listen on the port. */
    Running awaitListeners(int port, int number) {
        Await.until(
                number + " listeners on port " + port,
                () -> {
                    assertThat(isAlive()).as("the launched process runs").isTrue();
                    return Ports.listeners(port) == number;
                });
        return this;
    }

    /** Waits until standard output contains the text. */
    Running awaitOut(String text) {
        Await.until("standard output contains '" + text + "'", () -> out().contains(text));
        return this;
    }

    /** Waits until standard error contains the text. */
    Running awaitErr(String text) {
        Await.until("standard error contains '" + text + "'", () -> err().contains(text));
        return this;
    }

    /** Waits until the launched process has ended. */
    Finished awaitExit() {
        try {
            assertThat(process.waitFor(EXIT_DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends within %s", command, EXIT_DEADLINE)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Finished(process.exitValue(), out(), err());
    }

    /** Waits until no process of this launch is left. */
    void awaitNothingLeft() {
        Await.until("no process is left", () -> processes().isEmpty());
    }

    /** Sends the launched process a signal, such as {@code TERM}. */
    Running signal(String name) {
        signal(pid(), name);
        return this;
    }

    /** Sends a process a signal. */
    static void signal(long pid, String name) {
        signal(name, Long.toString(pid));
    }

    /** Sends a signal to several processes, in this order, by one command. */
    static void signal(String name, String pids) {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pids);
            kill.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            kill.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sends a process STOP, and waits until each of its threads stands still: until then one may go
     * on, and accept a connection.
     */
    static void pause(long pid) {
        signal(pid, "STOP");
        Await.until("process " + pid + " stands still", () -> Linux.isStopped(pid));
    }

    /** The process's standard input, if the launch left it open. */
    java.io.OutputStream input() {
        return process.getOutputStream();
    }

    /** Ends every process of this launch, the launched one first. */
    @Override
    public void close() {
        process.destroyForcibly();
        Await.until(
                "everything that was launched is gone: " + command,
                () -> {
                    var left = processes();
                    left.forEach(pid -> signal(pid, "KILL"));
                    return left.isEmpty() && !process.isAlive();
                });
    }

    /** Prints which processes there are, for whoever reads a failed test. */
    void printState() {
        System.err.println("---- " + jdk + ", pid " + pid() + ", alive " + isAlive());
        System.err.println("     " + String.join(" ", abbreviated(command)));
        for (var pid : processes()) {
            System.err.println(
                    "     process "
                            + pid
                            + ", parent "
                            + ProcFile.parent(pid).orElse(0L)
                            + ": "
                            + String.join(" ", abbreviated(ProcFile.arguments(pid))));
        }
    }

    /** Prints what was printed, for whoever reads a failed test. */
    void printOutput(String test) {
        System.err.println("---- " + test + ": standard output of " + pid() + "\n" + out());
        System.err.println("---- " + test + ": standard error of " + pid() + "\n" + err());
    }

    private static List<String> abbreviated(List<String> words) {
        return words.stream()
                .map(word -> word.length() > 200 ? word.substring(0, 200) + "…" : word)
                .limit(60)
                .toList();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
