package io.clutch.cli;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}. */
@Command(
        name = "status",
        description = {
            "Show what a master and its workers are doing.",
            "",
            "One line for the master, one for each slot: which generation of it runs (a restart or"
                + " a reload begins a new one), its process, what it is doing, for how long, and"
                + " how often it had to be restarted. At the end of a line: what is out of the"
                + " ordinary."
        },
        footer = {
            "%nExample: the workers' process ids",
            "  java -jar clutch.jar status --json | jq '.result.slots[].pid'",
        })
final class StatusCommand extends MasterCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "PID",
            description = "The master; may be left out if only one is running.")
    Long pid;

    StatusCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        RunningMaster master = choice.one(pid);
        Order.requireAnswer(master);
        JsonObject status = master.status().orElseThrow();
        StatusText.lines(status, place().version()).forEach(this::say);
        JsonObject object = ok();
        object.add("result", status);
        print(object);
        return ExitStatus.OK;
    }
}
