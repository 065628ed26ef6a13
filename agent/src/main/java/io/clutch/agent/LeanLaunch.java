package io.clutch.agent;

import io.clutch.jvm.JavaLauncher;
import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.LaunchEnvironment;
import io.clutch.lean.LaunchRecord;
import io.clutch.lean.RecordFile;
import io.clutch.lean.SmallJvm;
import io.clutch.master.ClusterName;
import io.clutch.options.Options;
import io.clutch.options.Version;
import io.clutch.posix.ProcFs;
import io.clutch.posix.Program;
import io.clutch.posix.SignalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the launch JVM a small one, with the master in it: the same process executes another JVM.
 * So none of the application's flags, agents, threads, ports and files live in the master.
 *
 * <p>What other agents have begun here ends without their shutdown hooks, which is what they also
 * got from a master that ended.
 */
final class LeanLaunch {

    private static final SignalSet MASTERS_OWN = SignalSet.of(ClutchMaster.SIGNALS);

    private final LaunchFacts facts;
    private final Options options;
    private final LaunchCommand command;
    private final ControlDirectory control;
    private final MasterLibrary library;

    LeanLaunch(
            LaunchFacts facts,
            Options options,
            LaunchCommand command,
            ControlDirectory control,
            MasterLibrary library) {
        this.facts = facts;
        this.options = options;
        this.command = command;
        this.control = control;
        this.library = library;
    }

    /** Returns only if it is not possible, with the reason. */
    String become() {
        if (library.library().isEmpty()) {
            return "there is no native library";
        }
        String machine = facts.property("java.vm.name");
        if (machine == null || !(machine.contains("HotSpot") || machine.contains("OpenJDK"))) {
            return "the flags of a small JVM are those of HotSpot, this is " + machine;
        }
        try {
            ControlDirectory.checkSockets(control.path(), library.library().get().posix());
            ProcFs proc = ProcFs.system();
            SignalSet ignored = proc.ignored();
            LaunchRecord launch = launchRecord(proc, ignored);
            Path file = RecordFile.write(launch, control.path());
            try {
                execute(launch, file, ignored);
            } finally {
                Files.deleteIfExists(file);
            }
            return "";
        } catch (IOException | RuntimeException e) {
            return e.getMessage();
        }
    }

    private void execute(LaunchRecord launch, Path file, SignalSet ignored) throws IOException {
        Program program =
                SmallJvm.program(
                        JavaLauncher.ofThisProcess(),
                        AgentOption.ownJar().toPath().toAbsolutePath(),
                        ClutchMaster.class.getName(),
                        "clutch: master " + ClusterName.of(options, command, launch.mainCommand()),
                        launch.jvmOptions(),
                        launch.environment(),
                        file);
        Thread sentinel = new Thread("clutch-sentinel");
        try {
            Runtime.getRuntime().addShutdownHook(sentinel);
        } catch (IllegalStateException e) {
            // TERM or the like has come, and this JVM has begun to end. What ends it now has the
            // right status, and no worker has been started.
            awaitEnd();
        }
        try {
            SignalSet blocked =
                    launch.jvmOptions().contains("-Xrs")
                            ? SignalSet.NONE
                            : MASTERS_OWN.without(ignored);
            library.library().orElseThrow().posix().processes().execute(program, blocked);
        } finally {
            Runtime.getRuntime().removeShutdownHook(sentinel);
        }
    }

    private static void awaitEnd() {
        while (true) {
            LockSupport.park();
        }
    }

    private LaunchRecord launchRecord(ProcFs proc, SignalSet ignored) throws IOException {
        return new LaunchRecord(
                Version.text(),
                command,
                new LaunchEnvironment(proc.environment()),
                proc.blockedAtStart(),
                ignored,
                facts.command(),
                facts.runtimeArguments(),
                new LaunchRecord.Sources(
                        facts.agentArguments(),
                        startingWith("CLUTCH_", facts.environment()),
                        startingWith("clutch.", ThisLaunch.systemProperties()),
                        Runtime.getRuntime().availableProcessors()),
                control.path().toString(),
                control.refusals(),
                library.library().orElseThrow().file().toString(),
                library.refusals());
    }

    private static Map<String, String> startingWith(String start, Map<String, String> all) {
        Map<String, String> some = new HashMap<>();
        for (Map.Entry<String, String> entry : all.entrySet()) {
            if (entry.getKey().startsWith(start)) {
                some.put(entry.getKey(), entry.getValue());
            }
        }
        return some;
    }
}
