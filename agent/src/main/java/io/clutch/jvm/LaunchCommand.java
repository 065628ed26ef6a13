package io.clutch.jvm;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line that started this process, byte for byte.
 *
 * <p>Arguments are kept as Latin-1 strings, one char a byte: they are not ours to understand, and a
 * container's locale is often one that could not hold them.
 *
 * @param arguments the program first, at least one
 */
public record LaunchCommand(List<String> arguments) {

    private static final String SLOT = "{slot}";

    /** Copies the list. */
    public LaunchCommand {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the command line of this process.
     *
     * @param proc where from
     * @param path the environment's {@code PATH}, may be null
     * @throws IOException if it cannot be read
     */
    public static LaunchCommand ofThisProcess(ProcFs proc, String path) throws IOException {
        var arguments = new ArrayList<String>();
        for (var argument : proc.commandLine()) {
            arguments.add(new String(argument, StandardCharsets.ISO_8859_1));
        }
        arguments.set(0, program(arguments.get(0), proc, path));
        return new LaunchCommand(arguments);
    }

    /**
     * The name that the user typed, if it leads to the program that runs: so a link that is turned
     * to a new JDK is followed at the next start of a worker. Otherwise (a launcher that names
     * itself as it likes) the program's file.
     */
    private static String program(String typed, ProcFs proc, String path) {
        var executable = proc.executable();
        if (executable.isEmpty()) {
            return typed;
        }
        if (typed.contains("/")) {
            return same(Path.of(typed), executable.get()) ? typed : latin1(executable.get());
        }
        for (var directory : (path == null ? "" : path).split(":")) {
            var candidate = Path.of(directory.isEmpty() ? "." : directory, typed);
            if (Files.isExecutable(candidate)) {
                return same(candidate, executable.get()) ? typed : latin1(executable.get());
            }
        }
        return latin1(executable.get());
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String latin1(Path path) {
        return new String(
                path.toString().getBytes(ProcessStarter.charset()), StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the command line of a worker: this one with the worker's marks behind the program,
     * and {@code {slot}} replaced.
     *
     * @param slot the worker's slot
     * @param workers how many slots there are
     */
    public LaunchCommand forWorker(int slot, int workers) {
        var changed = new ArrayList<String>(arguments.size() + 2);
        changed.add(arguments.get(0));
        changed.add("-Dclutch.worker=" + slot + "/" + workers);
        changed.add("-Dclutch.slot=" + slot);
        for (var argument : arguments.subList(1, arguments.size())) {
            changed.add(argument.replace(SLOT, Integer.toString(slot)));
        }
        return new LaunchCommand(changed);
    }

    /**
     * Returns the variables that a worker has besides its master's.
     *
     * @param slot the worker's slot
     * @param workers how many slots there are
     */
    public static Map<String, String> marks(int slot, int workers) {
        return Map.of("CLUTCH_SLOT", Integer.toString(slot), "CLUTCH_WORKER", slot + "/" + workers);
    }
}
