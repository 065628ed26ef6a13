package io.clutch.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code version}. */
@Command(
        name = "version",
        description = {
            "Print the version of this clutch.jar and of the masters that run.",
            "",
            "They differ when the jar was replaced: a master keeps the version that it was started"
                    + " with."
        },
        footer = {
            "%nExample: only this jar's",
            "  java -jar clutch.jar version --json | jq -r .version",
        })
final class VersionCommand extends MasterCommand {

    @Parameters(arity = "0..1", paramLabel = "PID", description = "Only this master.")
    Long pid;

    VersionCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        List<RunningMaster> masters = pid == null ? choice.all() : List.of(choice.one(pid));
        say("clutch " + place().version());
        var array = new JsonArray();
        for (RunningMaster master : masters) {
            String version =
                    master.status().map(json -> new Fields(json).text("version")).orElse("?");
            say("master %d (%s) runs clutch %s".formatted(master.pid(), master.name(), version));
            var object = new JsonObject();
            object.addProperty("pid", master.pid());
            object.addProperty("name", master.name());
            object.addProperty("version", version);
            array.add(object);
        }
        JsonObject object = ok();
        object.addProperty("version", place().version());
        object.add("masters", array);
        print(object);
        return ExitStatus.OK;
    }
}
