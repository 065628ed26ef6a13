package io.clutch.master;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.ProcessStarter;
import io.clutch.options.Options;
import io.clutch.posix.Posix;
import io.clutch.posix.SignalSource;
import io.clutch.posix.UnpackedLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a master is made of.
 *
 * @param options the options
 * @param command the command line that started this process, and starts the workers
 * @param mainCommand the system property {@code sun.java.command}: what the application is
 * @param jvmOptions the JVM's options, from wherever they came; may be empty if nobody knows
 * @param starter starts processes
 * @param signals this process's signals
 * @param directory the control directory: exists, and is this user's alone
 * @param agentJar the agent's own jar, which the workers will load
 * @param version the version of Clutch
 * @param nativeLibrary what the workers load; empty if this machine has none that can be loaded
 */
public record MasterSetup(
        Options options,
        LaunchCommand command,
        String mainCommand,
        List<String> jvmOptions,
        ProcessStarter starter,
        SignalSource signals,
        Path directory,
        Path agentJar,
        String version,
        Optional<UnpackedLibrary> nativeLibrary) {

    /** Copies the list. */
    public MasterSetup {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Returns the system calls of the native library, if there is one. */
    public Optional<Posix> posix() {
        return nativeLibrary.map(UnpackedLibrary::posix);
    }
}
