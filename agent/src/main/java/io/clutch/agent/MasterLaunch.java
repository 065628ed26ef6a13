package io.clutch.agent;

import io.clutch.jvm.JdkStarter;
import io.clutch.jvm.LaunchCommand;
import io.clutch.options.OptionException;
import io.clutch.options.Options;
import io.clutch.posix.ProcFs;
import io.clutch.posix.Signals;
import io.clutch.posix.UnpackedLibrary;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

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
                (options, command, control) ->
                        run(facts, instrumentation, options, command, control));
    }

    private static int run(
            LaunchFacts facts,
            Instrumentation instrumentation,
            Options options,
            LaunchCommand command,
            ControlDirectory control)
            throws IOException {
        try (MasterLibrary library =
                MasterLibrary.open(options, control.path(), ProcFs.system(), instrumentation)) {
            String why = new LeanLaunch(facts, options, command, control, library).become();
            return new MasterRun(
                            options,
                            command,
                            facts.command(),
                            facts.runtimeArguments(),
                            control,
                            library)
                    .run(
                            new JdkStarter(
                                    instrumentation, library.library().map(UnpackedLibrary::posix)),
                            Signals.of(instrumentation),
                            "the launch JVM, with all its flags: " + why);
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
                ThisLaunch.systemProperties(),
                Runtime.getRuntime().availableProcessors());
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
                return role.run(options, launched, control);
            }
        } catch (IOException e) {
            throw new NotPossible(e);
        }
    }
}
