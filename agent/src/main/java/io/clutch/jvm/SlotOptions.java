package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The launch of this JVM, from which that of each slot's JVM is made. */
final class SlotOptions {

    /** The variables with options that exist; one character for each byte. */
    private final Map<String, String> variables;

    private final Optional<Path> directory;

    /** For how many slots ports must not meet: as many as there were when the first was started. */
    private final AtomicInteger slots;

    private SlotOptions(
            Map<String, String> variables, Optional<Path> directory, AtomicInteger slots) {
        this.variables = Map.copyOf(variables);
        this.directory = directory;
        this.slots = slots;
    }

    /** Creates one from the environment of the launch. */
    static SlotOptions of(Map<String, byte[]> environment) {
        Map<String, String> variables = new HashMap<>();
        for (String name : CommandLine.VARIABLES) {
            byte[] value = environment.get(name);
            if (value != null) {
                variables.put(name, new String(value, ISO_8859_1));
            }
        }
        return new SlotOptions(variables, Optional.empty(), new AtomicInteger());
    }

    /** Returns the same with a directory for options that have to be in files. */
    SlotOptions withFilesIn(Path other) {
        return new SlotOptions(variables, Optional.of(other), slots);
    }

    /**
     * Returns what a worker is started with.
     *
     * @param arguments those of the launch, the program first
     * @param javaLauncher whether that is the JDK's launcher
     * @param workers how many slots there are
     * @throws IOException if a file that this needs cannot be written
     */
    WorkerCommand inSlot(List<byte[]> arguments, boolean javaLauncher, int slot, int workers)
            throws IOException {
        CommandLine line = read(arguments, javaLauncher);
        rewriter(line).rewriteFor(slot, ports(line, workers));
        SlotFiles files =
                directory.map(path -> SlotFiles.in(path, slot)).orElseGet(SlotFiles::nowhere);
        try {
            List<byte[]> changed = new ArrayList<>();
            changed.add(arguments.get(0));
            line.arguments(files).forEach(word -> changed.add(word.getBytes(ISO_8859_1)));
            Map<String, String> environment = new HashMap<>();
            line.environment(files)
                    .forEach(
                            (name, value) ->
                                    text(value).ifPresent(text -> environment.put(name, text)));
            return new WorkerCommand(changed, environment);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns nothing if these bytes are no text in this locale: a variable can be text only. */
    private static Optional<String> text(String bytes) {
        return ProcessCharset.decode(bytes.getBytes(ISO_8859_1), ProcessCharset.current());
    }

    /** Returns what is different in each worker. */
    SlotChanges changes(List<byte[]> arguments, boolean javaLauncher, int workers) {
        CommandLine line = read(arguments, javaLauncher);
        return SlotChanges.of(line, rewriter(line), ports(line, workers), workers);
    }

    private CommandLine read(List<byte[]> arguments, boolean javaLauncher) {
        List<String> words =
                arguments.stream()
                        .skip(1)
                        .map(argument -> new String(argument, ISO_8859_1))
                        .toList();
        return CommandLine.read(words, javaLauncher, variables, FileView.system());
    }

    private static SlotRewriter rewriter(CommandLine line) {
        return new SlotRewriter(
                line,
                FileView.system(),
                System.getProperty("java.home", ""),
                Runtime.version().feature());
    }

    private SlotPorts ports(CommandLine line, int workers) {
        slots.compareAndSet(0, workers);
        return new SlotPorts(rewriter(line).ports().keySet(), slots.get());
    }
}
