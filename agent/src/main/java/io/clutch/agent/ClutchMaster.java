package io.clutch.agent;

import io.clutch.jvm.NativeStarter;
import io.clutch.lean.LaunchRecord;
import io.clutch.lean.RecordFile;
import io.clutch.options.OptionException;
import io.clutch.options.Options;
import io.clutch.options.Version;
import io.clutch.posix.Posix;
import io.clutch.posix.ProcFs;
import io.clutch.posix.SignalSet;
import io.clutch.posix.WaitedSignals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program of the small JVM that runs a master. Its argument is the launch record's file. */
public final class ClutchMaster {

    /** Those that are blocked from before this program began, and waited for. */
    static final List<String> SIGNALS = List.of("HUP", "INT", "QUIT", "TERM", "TTIN", "TTOU");

    private static final int FAILED = 1;

    private ClutchMaster() {}

    /**
     * Runs the master to its end, which is the end of this process.
     *
     * @param arguments the file
     */
    public static void main(String... arguments) {
        Boot.halt(status(arguments));
    }

    private static int status(String... arguments) {
        try {
            return run(RecordFile.take(Path.of(arguments[0]), Version.text()));
        } catch (IOException | OptionException | RuntimeException | LinkageError e) {
            // Workers, if there are any, end when this process does.
            System.err.println("clutch: the master failed (" + e + ")");
            return FAILED;
        }
    }

    private static int run(LaunchRecord launch) throws IOException, OptionException {
        LaunchRecord.Sources sources = launch.options();
        Options options =
                Options.parse(
                        sources.agentArguments(),
                        sources.environment(),
                        sources.properties(),
                        sources.cpus());
        ProcFs proc = ProcFs.system();
        try (ControlDirectory control =
                        ControlDirectory.adopt(
                                Path.of(launch.directory()), launch.directoryRefusals());
                MasterLibrary library =
                        MasterLibrary.adopt(
                                Path.of(launch.library()),
                                launch.libraryRefusals(),
                                control.path(),
                                proc)) {
            Posix posix = library.library().orElseThrow().posix();
            WaitedSignals signals = new WaitedSignals(posix.processes(), waitedFor(launch));
            signals.handle("QUIT", ClutchMaster::dumpThreads);
            return new MasterRun(
                            options,
                            launch.command(),
                            launch.mainCommand(),
                            launch.jvmOptions(),
                            control,
                            library)
                    .run(
                            new NativeStarter(
                                    posix,
                                    launch.environment(),
                                    launch.blocked(),
                                    launch.ignored()),
                            signals,
                            "a JVM of its own");
        }
    }

    private static SignalSet waitedFor(LaunchRecord launch) {
        return launch.jvmOptions().contains("-Xrs")
                ? SignalSet.NONE
                : SignalSet.of(SIGNALS).without(launch.ignored());
    }

    /** What the JVM itself writes when it looks after signals. */
    private static void dumpThreads() {
        PrintStream out = System.out;
        out.println("Thread dump of the master:");
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            out.printf("%n\"%s\" %s%n", thread.getKey().getName(), thread.getKey().getState());
            for (StackTraceElement frame : thread.getValue()) {
                out.println("\tat " + frame);
            }
        }
        out.flush();
    }
}
