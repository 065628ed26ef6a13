package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A command line as the kernel holds it: a list of byte strings, {@code argv[0]} first.
 *
 * <p>Bytes and not text, because an argument need not be text in the locale that happens to be set:
 * containers mostly run with none. Argument files and environment variables with options stay what
 * they are, and a process that is started in the same directory expands them again; unless
 * something in them has to be different in a worker. They are read anew for every worker.
 */
public final class LaunchCommand {

    private final List<byte[]> arguments;
    private final boolean javaLauncher;

    /** The variables with options that exist; one character for each byte. */
    private final Map<String, String> variables;

    private final Optional<Path> directory;

    /** For how many slots ports must not meet: as many as there were when the first was started. */
    private final AtomicInteger slots;

    private LaunchCommand(
            List<byte[]> arguments,
            boolean javaLauncher,
            Map<String, String> variables,
            Optional<Path> directory,
            AtomicInteger slots) {
        this.arguments = List.copyOf(arguments);
        this.javaLauncher = javaLauncher;
        this.variables = Map.copyOf(variables);
        this.directory = directory;
        this.slots = slots;
    }

    /**
     * Returns the command line that started this process.
     *
     * @throws IOException if {@code /proc} does not tell it
     */
    public static LaunchCommand ofThisProcess() throws IOException {
        return of(ProcFs.system(), System.getenv());
    }

    static LaunchCommand of(ProcFs proc, Map<String, String> environment) throws IOException {
        List<byte[]> arguments = new ArrayList<>(proc.commandLine());
        Executable executable = Executable.of(proc);
        if (!executable.isMeantBy(arguments.get(0), environment.get("PATH"))) {
            arguments.set(0, executable.name());
        }
        Map<String, String> variables = new HashMap<>();
        for (String name : CommandLine.VARIABLES) {
            String value = environment.get(name);
            if (value != null) {
                variables.put(
                        name, new String(value.getBytes(ProcessCharset.current()), ISO_8859_1));
            }
        }
        return new LaunchCommand(
                arguments,
                executable.isJavaLauncher(),
                variables,
                Optional.empty(),
                new AtomicInteger());
    }

    /**
     * Returns the same command line, whose workers find options there that have to be in files.
     *
     * @param directory exists, and is this user's alone
     */
    public LaunchCommand withFilesIn(Path directory) {
        return new LaunchCommand(arguments, javaLauncher, variables, Optional.of(directory), slots);
    }

    /** Returns the arguments; the arrays are not to be changed. */
    public List<byte[]> arguments() {
        return arguments;
    }

    /**
     * Returns what a worker is started with: the same, marked with the worker's number for whoever
     * looks with {@code ps}, with <code>{slot}</code> replaced by the slot's number wherever it
     * stands, and with the ports and files that JVM options name moved to the slot's own.
     *
     * @param slot the slot, 1 or more
     * @param workers how many slots there are
     * @throws IOException if a file that this needs cannot be written
     */
    public WorkerCommand forWorker(int slot, int workers) throws IOException {
        CommandLine line = read();
        rewriter(line).rewriteFor(slot, ports(line, workers));
        SlotFiles files =
                directory.map(path -> SlotFiles.in(path, slot)).orElseGet(SlotFiles::nowhere);
        List<byte[]> changed = new ArrayList<>();
        changed.add(arguments.get(0));
        // Another program that has a JVM inside (jsvc, a packaged application) would take the marks
        // for arguments of its own.
        if (javaLauncher) {
            changed.add(("-Dclutch.worker=" + slot + "/" + workers).getBytes(US_ASCII));
            changed.add(("-Dclutch.slot=" + slot).getBytes(US_ASCII));
        }
        try {
            line.arguments(files).forEach(word -> changed.add(word.getBytes(ISO_8859_1)));
            Map<String, String> environment = new HashMap<>();
            line.environment(files)
                    .forEach((name, value) -> environment.put(name, environmentText(value)));
            return new WorkerCommand(changed, environment);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String environmentText(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), ProcessCharset.current());
    }

    /**
     * Returns what of the JVM's options is different in each worker, for a reader.
     *
     * @param workers how many slots there are
     */
    public SlotChanges changes(int workers) {
        CommandLine line = read();
        SlotRewriter rewriter = rewriter(line);
        SlotPorts ports = ports(line, workers);
        return SlotChanges.of(line, rewriter, ports, workers);
    }

    private CommandLine read() {
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

    /**
     * Returns the command line for a reader, quoted as a shell would need it; bytes that are no
     * text are replaced.
     */
    public String display() {
        return arguments.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }
}
