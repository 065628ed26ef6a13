package io.clutch.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One command line, as a user would type it: it is written into a shell script, which the shell
 * executes in place of itself. So the process that is started is {@code java}, and every argument
 * arrives byte for byte (in UTF-8), whatever the character set of the JVM that runs the tests.
 */
final class Launch {

    /** What marks the environment of every process of a launch. */
    static final String MARK = "IT_RUN";

    /** What a shell that runs the tests may have set, and what would change what is tested. */
    private static final List<String> CLEARED =
            List.of(
                    "JAVA_TOOL_OPTIONS",
                    "JDK_JAVA_OPTIONS",
                    "_JAVA_OPTIONS",
                    "CLASSPATH",
                    "MAVEN_OPTS",
                    "LC_ALL",
                    "LC_CTYPE");

    private final Bench bench;
    private final Jdk jdk;
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> application = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Path program;
    private Path cwd;
    private String input = "</dev/null";
    private boolean lean = true;

    Launch(Bench bench, Jdk jdk) {
        this.bench = bench;
        this.jdk = jdk;
        this.program = jdk.java();
        environment.put("LANG", "C.UTF-8");
    }

    /** Adds {@code -javaagent:clutch.jar=options} to the JVM's arguments. */
    Launch agent(String options) {
        return jvm(agentArgument(options));
    }

    /** The argument by which a JVM loads Clutch. */
    static String agentArgument(String options) {
        return "-javaagent:" + Applications.clutchJar() + (options.isEmpty() ? "" : "=" + options);
    }

    /** Adds arguments of the JVM. */
    Launch jvm(String... arguments) {
        Collections.addAll(jvmArguments, arguments);
        return this;
    }

    /** Runs one of the applications of {@code io.clutch.it.apps}. */
    Launch app(Class<?> main, Object... arguments) {
        return command("-cp", Applications.testClasses().toString(), main.getName())
                .arguments(arguments);
    }

    /** Runs a jar. */
    Launch jar(Path jar, Object... arguments) {
        return command("-jar", jar.toString()).arguments(arguments);
    }

    /** What follows the JVM's arguments. */
    Launch command(String... words) {
        Collections.addAll(application, words);
        return this;
    }

    /** Adds arguments of the application. */
    Launch arguments(Object... arguments) {
        for (var argument : arguments) {
            application.add(argument.toString());
        }
        return this;
    }

    /** Runs something else than {@code java}, without the arguments that make a JVM small. */
    Launch program(Path other) {
        program = other;
        return bare();
    }

    /** Leaves out the arguments that make a JVM small and quick to start. */
    Launch bare() {
        lean = false;
        return this;
    }

    /** Sets a variable of the environment. */
    Launch environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Prepends a command that executes the one that follows it. */
    Launch wrapped(String... command) {
        Collections.addAll(wrapper, command);
        return this;
    }

    /** Standard input is this text. */
    Launch input(String text) {
        input = "<" + quoted(bench.file("input-" + UUID.randomUUID(), text).toString());
        return this;
    }

    /** Standard input is closed. */
    Launch inputClosed() {
        input = "<&-";
        return this;
    }

    /** Standard input is a pipe whose other end stays open and silent. */
    Launch inputSilent() {
        input = "";
        return this;
    }

    /** Sets the working directory; the test's own if this is not called. */
    Launch in(Path directory) {
        cwd = directory;
        return this;
    }

    /** The JVM's own arguments, in order: without the program, and without the application. */
    List<String> jvmArguments() {
        List<String> all = new ArrayList<>();
        if (lean) {
            all.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        }
        all.addAll(jvmArguments);
        return all;
    }

    /** The command line, without wrappers. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(jvmArguments());
        words.addAll(application);
        return words;
    }

    /** Starts it. */
    Running start() {
        try {
            var directory = bench.nextDirectory();
            var mark = UUID.randomUUID().toString();
            var script = Files.writeString(directory.resolve("command.sh"), script(mark));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            var out = directory.resolve("stdout");
            var err = directory.resolve("stderr");
            var builder = new ProcessBuilder("/bin/sh", script.toString());
            builder.directory((cwd == null ? bench.directory() : cwd).toFile());
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            if (!input.isEmpty()) {
                builder.redirectInput(new File("/dev/null"));
            }
            var running = new Running(jdk, builder.start(), mark, words(), out, err);
            bench.add(running);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, and waits for its end. */
    Finished run() {
        return start().awaitExit();
    }

    private String script(String mark) {
        var script = new StringBuilder("#!/bin/sh\n");
        script.append("unset ").append(String.join(" ", CLEARED)).append('\n');
        environment.forEach(
                (name, value) ->
                        script.append("export ")
                                .append(name)
                                .append('=')
                                .append(quoted(value))
                                .append('\n'));
        script.append("export ").append(MARK).append('=').append(mark).append('\n');
        // Whoever starts the tests in the background or under nohup lets them ignore these.
        script.append("exec env --default-signal=HUP,INT,QUIT,PIPE");
        wrapper.forEach(word -> script.append(' ').append(quoted(word)));
        words().forEach(word -> script.append(' ').append(quoted(word)));
        return script.append(' ').append(input).append('\n').toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
