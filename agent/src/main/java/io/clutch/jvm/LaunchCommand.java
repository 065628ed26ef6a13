package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.clutch.posix.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command line as the kernel holds it: a list of byte strings, {@code argv[0]} first.
 *
 * <p>Bytes and not text, because an argument need not be text in the locale that happens to be set:
 * containers mostly run with none. Argument files and environment variables with options are not
 * expanded; a process that is started with the same environment in the same directory expands them
 * again.
 */
public final class LaunchCommand {

    private static final byte[] SLOT_MARK = "{slot}".getBytes(US_ASCII);

    private final List<byte[]> arguments;
    private final boolean javaLauncher;
    private final List<String> workerOptions;

    private LaunchCommand(
            List<byte[]> arguments, boolean javaLauncher, List<String> workerOptions) {
        this.arguments = arguments;
        this.javaLauncher = javaLauncher;
        this.workerOptions = workerOptions;
    }

    /**
     * Returns the command line that started this process.
     *
     * @throws IOException if {@code /proc} does not tell it
     */
    public static LaunchCommand ofThisProcess() throws IOException {
        return of(ProcFs.system(), System.getenv("PATH"));
    }

    static LaunchCommand of(ProcFs proc, String searchPath) throws IOException {
        List<byte[]> arguments = new ArrayList<>(proc.commandLine());
        Executable executable = Executable.of(proc);
        if (!executable.isMeantBy(arguments.get(0), searchPath)) {
            arguments.set(0, executable.name());
        }
        return new LaunchCommand(List.copyOf(arguments), executable.isJavaLauncher(), List.of());
    }

    /**
     * Returns the same command line, whose workers get options of the JVM in front of all others,
     * so that the user's own come later and win. Where the program is not the JDK's launcher they
     * have no effect: it would take them for arguments of its own.
     *
     * @param jvmOptions in ASCII, such as {@code -Xmx64m}
     */
    public LaunchCommand withWorkerOptions(List<String> jvmOptions) {
        return new LaunchCommand(arguments, javaLauncher, List.copyOf(jvmOptions));
    }

    /**
     * Returns a command line that another process of this one's has read.
     *
     * @param arguments the arguments
     * @param javaLauncher whether the program is the JDK's launcher
     */
    public static LaunchCommand of(List<byte[]> arguments, boolean javaLauncher) {
        return new LaunchCommand(List.copyOf(arguments), javaLauncher, List.of());
    }

    /** Returns whether the program is the JDK's launcher, and not another with a JVM inside. */
    public boolean isJavaLauncher() {
        return javaLauncher;
    }

    /** Returns the arguments; the arrays are not to be changed. */
    public List<byte[]> arguments() {
        return arguments;
    }

    /**
     * Returns the command line of a worker: the same, marked with the worker's number for whoever
     * looks with {@code ps}, and with <code>{slot}</code> replaced by the slot's number wherever it
     * stands.
     *
     * @param slot the slot, 1 or more
     * @param workers how many slots there are
     */
    public WorkerCommand forWorker(int slot, int workers) {
        List<byte[]> changed = new ArrayList<>();
        changed.add(arguments.get(0));
        // Another program that has a JVM inside (jsvc, a packaged application) would take the marks
        // for arguments of its own.
        if (javaLauncher) {
            changed.add(("-Dclutch.worker=" + slot + "/" + workers).getBytes(US_ASCII));
            changed.add(("-Dclutch.slot=" + slot).getBytes(US_ASCII));
            workerOptions.forEach(option -> changed.add(option.getBytes(US_ASCII)));
        }
        byte[] number = Integer.toString(slot).getBytes(US_ASCII);
        arguments.stream().skip(1).map(a -> replaceSlotMark(a, number)).forEach(changed::add);
        return new WorkerCommand(changed, Map.of());
    }

    private static byte[] replaceSlotMark(byte[] argument, byte[] number) {
        ByteArrayOutputStream replaced = new ByteArrayOutputStream(argument.length);
        int i = 0;
        while (i < argument.length) {
            if (startsWith(argument, i, SLOT_MARK)) {
                replaced.writeBytes(number);
                i += SLOT_MARK.length;
            } else {
                replaced.write(argument[i]);
                i++;
            }
        }
        return replaced.toByteArray();
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        return bytes.length - at >= start.length
                && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    /**
     * Returns the command line for a reader, quoted as a shell would need it; bytes that are no
     * text are replaced.
     */
    public String display() {
        return arguments.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }
}
