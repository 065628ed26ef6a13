package io.clutch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A JVM that runs {@link DrivenApplication} as a worker of a {@link FakeMaster}. */
final class WorkerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String END = "(the output has ended)";

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path errors;

    private WorkerProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        var reader = new Thread(this::read, "worker-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns every JDK on this machine that Clutch runs on. */
    static Stream<Path> javaHomes() throws IOException {
        try (var homes = Files.list(Path.of("/usr/lib/jvm"))) {
            var found = new ArrayList<Path>();
            for (var home : homes.toList()) {
                var real = home.toRealPath();
                if (Files.isExecutable(real.resolve("bin/java"))
                        && version(real) >= 17
                        && !found.contains(real)) {
                    found.add(real);
                }
            }
            return found.stream();
        }
    }

    private static int version(Path home) throws IOException {
        for (var line : Files.readAllLines(home.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=\"")) {
                return Integer.parseInt(line.substring(14).split("[.\"\\-+]")[0]);
            }
        }
        return 0;
    }

    /** Starts a worker and waits until its application runs. */
    static WorkerProcess start(
            Path javaHome, FakeMaster master, int slot, Path directory, String... jvmOptions)
            throws IOException {
        return start(javaHome, master, slot, directory, "", List.of(jvmOptions));
    }

    /**
     * Starts a worker and waits until its application runs.
     *
     * @param library the native library's file, empty for none
     */
    static WorkerProcess start(
            Path javaHome,
            FakeMaster master,
            int slot,
            Path directory,
            String library,
            List<String> jvmOptions)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(jvmOptions);
        if (jvmOptions.stream().noneMatch(option -> option.startsWith("-javaagent"))) {
            command.add("-javaagent:" + agent(directory));
        }
        command.add(DrivenApplication.class.getName());
        var errors = Files.createTempFile(directory, "worker", ".err");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CLUTCH_") || name.contains("JAVA_"));
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("CLUTCH_SLOT", Integer.toString(slot));
        environment.put("CLUTCH_GENERATION", "1");
        environment.put("CLUTCH_LINK", master.socket().toString());
        environment.put("CLUTCH_TOKEN", "0123456789abcdef0123456789abcdef");
        environment.put("CLUTCH_NATIVE", library);
        environment.put("CLUTCH_MASTER", Long.toString(ProcessHandle.current().pid()));
        var worker = new WorkerProcess(builder.start(), errors);
        assertThat(worker.next()).startsWith("started");
        return worker;
    }

    /** Returns an agent's jar that consists of a manifest; the class path has the rest. */
    static Path agent(Path directory) throws IOException {
        var jar = directory.resolve("agent.jar");
        if (!Files.exists(jar)) {
            var manifest = new Manifest();
            var main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Premain-Class", WorkerPremain.class.getName());
            main.putValue("Can-Redefine-Classes", "true");
            try (OutputStream out = Files.newOutputStream(jar)) {
                new JarOutputStream(out, manifest).close();
            }
        }
        return jar;
    }

    long pid() {
        return process.pid();
    }

    /** Gives the application an order and returns what it answers. */
    String order(String words) throws IOException {
        tell(words);
        return next();
    }

    /** Gives the application an order. */
    void tell(String words) throws IOException {
        process.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends the process a signal. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    /** Returns the next line that the application says. */
    String next() {
        try {
            var line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line in time; errors: %s", errors()).isNotNull();
            return line;
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns everything that the application still says until it ends. */
    List<String> rest() {
        var rest = new ArrayList<String>();
        for (var line = next(); !line.equals(END); line = next()) {
            rest.add(line);
        }
        return rest;
    }

    /** Returns what it says up to the line that contains the text, or to its end. */
    List<String> until(String text) {
        var lines = new ArrayList<String>();
        for (var line = next(); !line.equals(END); line = next()) {
            lines.add(line);
            if (line.contains(text)) {
                break;
            }
        }
        return lines;
    }

    /** Waits for the end and returns the exit status. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Returns what is on the standard error so far. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (var in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(line.startsWith("> ") ? line.substring(2) : line);
            }
        } catch (IOException e) {
            answers.add(e.toString());
        }
        answers.add(END);
    }
}
