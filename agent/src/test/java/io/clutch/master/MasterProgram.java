package io.clutch.master;

import io.clutch.jvm.JdkStarter;
import io.clutch.jvm.LaunchCommands;
import io.clutch.options.Logging;
import io.clutch.options.Options;
import io.clutch.posix.Signals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that is a master of {@link PlayedWorker}s: directory, agent jar, mode, options. */
final class MasterProgram {

    private MasterProgram() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        var options = Options.parse(List.of(args[3]), Map.of(), Map.of(), 2);
        Logging.configure(options.log());
        var java = ProcessHandle.current().info().command().orElseThrow();
        var command =
                LaunchCommands.of(
                        directory.getParent(),
                        List.of(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                PlayedWorker.class.getName(),
                                args[2]));
        int status;
        try (var master =
                Master.create(
                        new MasterSetup(
                                options,
                                command,
                                "io.clutch.master.PlayedWorker " + args[2],
                                List.of(),
                                new JdkStarter(null, Optional.empty()),
                                Signals.of(null),
                                directory,
                                Path.of(args[1]),
                                "0.1.0",
                                Optional.empty()))) {
            status = master.run();
        }
        System.exit(status);
    }
}
