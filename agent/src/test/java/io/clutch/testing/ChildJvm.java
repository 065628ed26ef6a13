package io.clutch.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Runs a JVM of the same kind, with the same class path, to its end. */
public final class ChildJvm {

    private final Path directory;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> wrapper = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");
    private Path home = Path.of(System.getProperty("java.home"));

    /**
     * Creates one.
     *
     * @param directory for the files that this leaves
     */
    public ChildJvm(Path directory) {
        this.directory = directory;
    }

    /**
     * How a JVM ended.
     *
     * @param status its exit status
     * @param output its standard output, one character for each byte
     * @param error its standard error
     */
    public record Ended(int status, String output, String error) {}

    /** Runs another JVM, not one of the same kind. */
    public ChildJvm home(Path other) {
        home = other;
        return this;
    }

    /** Adds JVM options. */
    public ChildJvm options(String... added) {
        options.addAll(List.of(added));
        return this;
    }

    /** Adds an agent with that class, which may redefine others. */
    public ChildJvm agent(Class<?> premain, String arguments) throws IOException {
        options.add("-javaagent:" + agentJar(premain) + arguments);
        return this;
    }

    private Path agentJar(Class<?> premain) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", premain.getName());
        manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
        Path jar = directory.resolve(premain.getSimpleName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    /** Lets another command start it. */
    public ChildJvm wrapped(String... command) {
        wrapper.addAll(List.of(command));
        return this;
    }

    /** Sets another class path than this JVM's. */
    public ChildJvm classPath(String path) {
        classPath = path;
        return this;
    }

    /** Sets the locale of its environment. */
    public ChildJvm locale(String name) {
        return environment("LANG", name);
    }

    /** Sets a variable of its environment. */
    public ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs a class, or whatever else the arguments say. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Path error = directory.resolve("error");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().keySet().removeIf(name -> name.startsWith("CLUTCH_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, SECONDS)).as("ended: %s", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(
                process.exitValue(), Files.readString(output, ISO_8859_1), Files.readString(error));
    }
}
