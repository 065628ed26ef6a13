package io.clutch.agent;

import io.clutch.admin.ControlServer;
import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.ProcessStarter;
import io.clutch.jvm.SlotChanges;
import io.clutch.link.PeerCheck;
import io.clutch.master.Master;
import io.clutch.master.MasterSetup;
import io.clutch.options.Logging;
import io.clutch.options.Options;
import io.clutch.options.Setting;
import io.clutch.options.Version;
import io.clutch.posix.SignalSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs a master, in whichever JVM.
 *
 * @param command what was launched
 * @param mainCommand what the application is, as {@code sun.java.command} has it
 * @param jvmOptions the options of the launch JVM
 */
record MasterRun(
        Options options,
        LaunchCommand command,
        String mainCommand,
        List<String> jvmOptions,
        ControlDirectory control,
        MasterLibrary library) {

    /**
     * Runs it to its end, in the calling thread.
     *
     * @param home where it runs, for the log
     * @return the exit status of this process
     * @throws IOException if the master cannot be set up; no worker has been started then
     */
    int run(ProcessStarter starter, SignalSource signals, String home) throws IOException {
        Logging.configure(options.log());
        Logger log = LoggerFactory.getLogger(Logging.LOGGER);
        tellRefusals(log);
        describe(log, home);
        tellLibrary(log);
        tellChanges(log);
        return run(
                new MasterSetup(
                        options,
                        command.withFilesIn(control.path()),
                        mainCommand,
                        jvmOptions,
                        starter,
                        signals,
                        control.path(),
                        AgentOption.ownJar().toPath(),
                        Version.text(),
                        library.library()));
    }

    private static int run(MasterSetup setup) throws IOException {
        Path directory = setup.directory();
        try (Master master = Master.create(setup)) {
            ControlServer server =
                    ControlServer.open(
                            directory.resolve("control.sock"),
                            master.cluster(),
                            setup.version(),
                            PeerCheck.ownerOf(directory));
            try {
                return master.run();
            } finally {
                // Only now: those who asked for the end have yet to read that it has come.
                server.close();
            }
        }
    }

    private void tellRefusals(Logger log) {
        // Whoever names a directory wants to know; otherwise any that works is as good as another.
        Level level = options.dir().isPresent() ? Level.WARN : Level.DEBUG;
        for (String refusal : control.refusals()) {
            log.atLevel(level).log("cannot have the master's sockets in {}", refusal);
        }
    }

    private void describe(Logger log, String home) {
        if (log.isDebugEnabled()) {
            for (Setting setting : options.settings()) {
                log.debug("option {}", setting);
            }
            log.debug("control directory {}", control.path());
            log.debug("command {}", command.display());
            log.debug("the master runs in {}", home);
        }
    }

    private void tellChanges(Logger log) {
        SlotChanges changes = command.changes(options.workers());
        if (!changes.ports().isEmpty()) {
            log.info("one in each worker: {}", String.join(", ", changes.ports()));
        }
        for (String change : changes.options()) {
            log.debug("option {}", change);
        }
    }

    private void tellLibrary(Logger log) {
        if (library.library().isEmpty()) {
            log.warn(
                    "no native library: {}; every worker binds for itself, and a reload under load"
                            + " may lose connections",
                    String.join(", ", library.refusals()));
            return;
        }
        Level level = options.nativeDir().isPresent() ? Level.WARN : Level.DEBUG;
        for (String refusal : library.refusals()) {
            log.atLevel(level).log("cannot have the native library in {}", refusal);
        }
        log.debug("native library {}", library.library().get().file());
    }
}
