package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final List<String> workerOptions;
    private final SlotOptions slotOptions;

    private LaunchCommand(
            List<byte[]> arguments,
            boolean javaLauncher,
            List<String> workerOptions,
            SlotOptions slotOptions) {
        this.arguments = List.copyOf(arguments);
        this.javaLauncher = javaLauncher;
        this.workerOptions = List.copyOf(workerOptions);
        this.slotOptions = slotOptions;
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
        Map<String, byte[]> variables = new HashMap<>();
        environment.forEach(
                (name, value) -> variables.put(name, value.getBytes(ProcessCharset.current())));
        return new LaunchCommand(
                arguments, executable.isJavaLauncher(), List.of(), SlotOptions.of(variables));
    }

    /**
     * Returns a command line that another process has read.
     *
     * @param arguments the arguments, the program first
     * @param javaLauncher whether that is the JDK's launcher
     * @param environment what the variables of the launch were
     */
    public static LaunchCommand of(
            List<byte[]> arguments, boolean javaLauncher, Map<String, byte[]> environment) {
        return new LaunchCommand(arguments, javaLauncher, List.of(), SlotOptions.of(environment));
    }

    /** Returns whether the program is the JDK's launcher, and not another with a JVM inside. */
    public boolean isJavaLauncher() {
        return javaLauncher;
    }

    /**
     * Returns the same command line, whose workers get options of the JVM in front of all others,
     * so that the user's own come later and win. Where the program is not the JDK's launcher they
     * have no effect: it would take them for arguments of its own.
     *
     * @param jvmOptions in ASCII, such as {@code -Xmx64m}
     */
    public LaunchCommand withWorkerOptions(List<String> jvmOptions) {
        return new LaunchCommand(arguments, javaLauncher, jvmOptions, slotOptions);
    }

    /**
     * Returns the same command line, whose workers find options there that have to be in files.
     *
     * @param directory exists, and is this user's alone
     */
    public LaunchCommand withFilesIn(Path directory) {
        return new LaunchCommand(
                arguments, javaLauncher, workerOptions, slotOptions.withFilesIn(directory));
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
        WorkerCommand command = slotOptions.inSlot(arguments, javaLauncher, slot, workers);
        // Another program that has a JVM inside (jsvc, a packaged application) would take the marks
        // for arguments of its own.
        if (!javaLauncher) {
            return command;
        }
        List<byte[]> marked = new ArrayList<>(command.arguments());
        List<byte[]> marks = new ArrayList<>();
        marks.add(("-Dclutch.worker=" + slot + "/" + workers).getBytes(US_ASCII));
        marks.add(("-Dclutch.slot=" + slot).getBytes(US_ASCII));
        workerOptions.forEach(option -> marks.add(option.getBytes(US_ASCII)));
        marked.addAll(1, marks);
        return new WorkerCommand(marked, command.environment());
    }

    /**
     * Returns what of the JVM's options is different in each worker, for a reader.
     *
     * @param workers how many slots there are
     */
    public SlotChanges changes(int workers) {
        return slotOptions.changes(arguments, javaLauncher, workers);
    }

    /**
     * Returns the command line for a reader, quoted as a shell would need it; bytes that are no
     * text are replaced.
     */
    public String display() {
        return arguments.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }
}
