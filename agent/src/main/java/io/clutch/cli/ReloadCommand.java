package io.clutch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reload}. */
@Command(
        name = "reload",
        description = {
            "Replace the workers, slot by slot, with new processes of the same command line.",
            "",
            "In each slot the new worker starts beside the old one; when it is ready (see the"
                + " master's option `ready`), the old one is shut down. If a new one does not get"
                + " ready, the reload ends there with status 1 and the old workers go on. The"
                + " command returns when the reload is complete; interrupting it does not interrupt"
                + " the reload. The signal HUP to the master does the same without an answer."
        },
        footer = {
            "%nExample: put a new version of the application in place",
            "  mv app-2.0.jar app.jar && java -jar clutch.jar reload",
        })
final class ReloadCommand extends MasterCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "PID",
            description = "The master; may be left out if only one is running.")
    Long pid;

    ReloadCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        return new Order(this, choice.one(pid)).carryOut(RunningMaster.request("reload"));
    }
}
