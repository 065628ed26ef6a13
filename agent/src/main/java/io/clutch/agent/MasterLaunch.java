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
import java.nio.file.Path;
import java.util.Optional;

/** Gathers what a master needs, and runs it. */
final class MasterLaunch {

    private final LaunchFacts facts;
    private final MasterRole role;

    MasterLaunch(LaunchFacts facts, MasterRole role) {
        this.facts = facts;
        this.role = role;
    }

    /** Says, for the user, why there can be no master; nothing has been started then. */
    static final class NotPossible extends Exception {

        private static final long serialVersionUID = 1L;

        NotPossible(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    static MasterLaunch ofThisProcess(LaunchFacts facts, Instrumentation instrumentation) {
        return new MasterLaunch(facts, new InEarnest(facts, instrumentation));
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
            return role.run(options);
        } catch (IOException e) {
            throw new NotPossible(e);
        }
    }

    /** Supervises, if possible in a JVM of its own; without lambdas, as a first worker waits. */
    private static final class InEarnest implements MasterRole, ControlDirectory.SocketCheck {

        private final LaunchFacts facts;
        private final Instrumentation instrumentation;

        InEarnest(LaunchFacts facts, Instrumentation instrumentation) {
            this.facts = facts;
            this.instrumentation = instrumentation;
        }

        @Override
        public int run(Options options) throws IOException {
            LaunchCommand command = LaunchCommand.ofThisProcess();
            return stay(options, command, leave(options, command));
        }

        /** Returns only if that is not possible, with the reason. */
        private String leave(Options options, LaunchCommand command) throws IOException {
            ProcFs proc = ProcFs.system();
            try (ControlDirectory control = ControlDirectory.open(options.dir(), proc, this);
                    MasterLibrary library =
                            MasterLibrary.open(options, control.path(), proc, instrumentation)) {
                return new LeanLaunch(facts, options, command, control, library).become();
            }
        }

        /** Not yet: the native library checks it, once it is loaded, in less time. */
        @Override
        public void check(Path directory) {
            // See above.
        }

        private int stay(Options options, LaunchCommand command, String why) throws IOException {
            // A debugger's port, which worker 1 was to have.
            Optional<Reason> reason = AlreadyListening.against(facts.listeningPorts());
            if (reason.isPresent()) {
                throw new IOException(reason.get().text());
            }
            ProcFs proc = ProcFs.system();
            try (ControlDirectory control =
                            ControlDirectory.open(
                                    options.dir(), proc, ControlDirectory::checkSockets);
                    MasterLibrary library =
                            MasterLibrary.open(options, control.path(), proc, instrumentation)) {
                return new MasterRun(
                                options,
                                command,
                                facts.command(),
                                facts.runtimeArguments(),
                                control,
                                library)
                        .run(
                                new JdkStarter(
                                        instrumentation,
                                        library.library().map(UnpackedLibrary::posix)),
                                Signals.of(instrumentation),
                                "the launch JVM, with all its flags: " + why);
            }
        }
    }
}
