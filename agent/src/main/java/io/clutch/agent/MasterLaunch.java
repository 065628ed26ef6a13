package io.clutch.agent;

import io.clutch.admin.ControlServer;
import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.ProcessStarter;
import io.clutch.jvm.SlotChanges;
import io.clutch.link.PeerCheck;
import io.clutch.master.Master;
import io.clutch.master.MasterSetup;
import io.clutch.options.Logging;
import io.clutch.options.OptionException;
import io.clutch.options.Options;
import io.clutch.options.Setting;
import io.clutch.options.Version;
import io.clutch.posix.ProcFs;
import io.clutch.posix.Signals;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Gathers what a master needs, and runs it. */
final class MasterLaunch {

    private final LaunchFacts facts;
    private final CommandSource command;
    private final DirectorySource directory;
    private final MasterRole role;

    MasterLaunch(
            LaunchFacts facts, CommandSource command, DirectorySource directory, MasterRole role) {
        this.facts = facts;
        this.command = command;
        this.directory = directory;
        this.role = role;
    }

    /** Where the launched command line comes from. */
    interface CommandSource {
        LaunchCommand read() throws IOException;
    }

    /** Where the control directory comes from. */
    interface DirectorySource {
        ControlDirectory open(Options options) throws IOException;
    }

    /** Says, for the user, why there can be no master; nothing has been started then. */
    static final class NotPossible extends Exception {

        private static final long serialVersionUID = 1L;

        NotPossible(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    static MasterLaunch ofThisProcess(LaunchFacts facts, Instrumentation instrumentation) {
        return new MasterLaunch(
                facts,
                LaunchCommand::ofThisProcess,
                options -> ControlDirectory.open(options.dir(), ProcFs.system()),
                (options, command, path) -> run(facts, instrumentation, options, command, path));
    }

    private static int run(
            LaunchFacts facts,
            Instrumentation instrumentation,
            Options options,
            LaunchCommand command,
            Path directory)
            throws IOException {
        try (MasterLibrary library =
                MasterLibrary.open(options, directory, ProcFs.system(), instrumentation)) {
            tellLibrary(options, library);
            return run(
                    new MasterSetup(
                            options,
                            command.withFilesIn(directory),
                            facts.command(),
                            facts.runtimeArguments(),
                            new ProcessStarter(instrumentation),
                            Signals.of(instrumentation),
                            directory,
                            AgentOption.ownJar().toPath(),
                            Version.text(),
                            library.library()));
        }
    }

    private static void tellLibrary(Options options, MasterLibrary library) {
        Logger log = LoggerFactory.getLogger(Logging.LOGGER);
        library.library()
                .ifPresentOrElse(
                        loaded -> {
                            Level level =
                                    options.nativeDir().isPresent() ? Level.WARN : Level.DEBUG;
                            for (String refusal : library.refusals()) {
                                log.atLevel(level)
                                        .log("cannot have the native library in {}", refusal);
                            }
                            log.debug("native library {}", loaded.file());
                        },
                        () ->
                                log.warn(
                                        "no native library: {}; every worker binds for itself, and"
                                                + " a reload under load may lose connections",
                                        String.join(", ", library.refusals())));
    }

    private static int run(MasterSetup setup) throws IOException {
        Path directory = setup.directory();
        try (Master master = Master.create(setup)) {
            ControlServer control =
                    ControlServer.open(
                            directory.resolve("control.sock"),
                            master.cluster(),
                            setup.version(),
                            PeerCheck.ownerOf(directory));
            try {
                return master.run();
            } finally {
                // Only now: those who asked for the end have yet to read that it has come.
                control.close();
            }
        }
    }

    /**
     * Reads the options.
     *
     * @throws OptionException if one of them is wrong
     */
    Options options() throws OptionException {
        return Options.parse(
                facts.agentArguments(),
                facts.environment(),
                systemProperties(),
                Runtime.getRuntime().availableProcessors());
    }

    private static Map<String, String> systemProperties() {
        Map<String, String> texts = new HashMap<>();
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, properties.getProperty(name));
        }
        return texts;
    }

    /**
     * Runs the master to its end.
     *
     * @return the exit status
     */
    int run(Options options) throws NotPossible {
        try {
            LaunchCommand launched = command.read();
            try (ControlDirectory control = directory.open(options)) {
                Logging.configure(options.log());
                Logger log = LoggerFactory.getLogger(Logging.LOGGER);
                tellRefusals(options, control, log);
                describe(options, launched, control, log);
                return role.run(options, launched, control.path());
            }
        } catch (IOException e) {
            throw new NotPossible(e);
        }
    }

    private static void tellRefusals(Options options, ControlDirectory control, Logger log) {
        // Whoever names a directory wants to know; otherwise any that works is as good as another.
        Level level = options.dir().isPresent() ? Level.WARN : Level.DEBUG;
        for (String refusal : control.refusals()) {
            log.atLevel(level).log("cannot have the master's sockets in {}", refusal);
        }
    }

    private static void describe(
            Options options, LaunchCommand launched, ControlDirectory control, Logger log) {
        if (log.isDebugEnabled()) {
            for (Setting setting : options.settings()) {
                log.debug("option {}", setting);
            }
            log.debug("control directory {}", control.path());
            log.debug("command {}", launched.display());
        }
        SlotChanges changes = launched.changes(options.workers());
        if (!changes.ports().isEmpty()) {
            log.info("one in each worker: {}", String.join(", ", changes.ports()));
        }
        changes.options().forEach(change -> log.debug("option {}", change));
    }
}
