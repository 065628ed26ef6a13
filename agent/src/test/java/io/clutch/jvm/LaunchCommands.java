package io.clutch.jvm;

import io.clutch.posix.FakeProc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes launch commands that no process was launched with. */
public final class LaunchCommands {

    private LaunchCommands() {}

    /**
     * Returns a command line.
     *
     * @param directory for the files that this leaves
     * @param arguments the program, by its absolute path, and its arguments
     */
    public static LaunchCommand of(Path directory, List<String> arguments) throws IOException {
        var proc =
                new FakeProc(directory.resolve("proc"))
                        .link("exe", arguments.get(0))
                        .self("cmdline", String.join("\0", arguments) + "\0");
        return LaunchCommand.of(proc.fs(), Map.of());
    }
}
