package io.clutch.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code list}. */
@Command(
        name = "list",
        description = {
            "List the running masters of this user, one line for each.",
            "",
            "No master at all is an empty list, and status 0; a PID that is no master is status 3."
        },
        footer = {
            "%nExample: reload them all",
            "  for pid in $(java -jar clutch.jar list --json | jq '.masters[].pid'); do",
            "    java -jar clutch.jar reload $pid",
            "  done",
        })
final class ListCommand extends MasterCommand {

    @Parameters(arity = "0..1", paramLabel = "PID", description = "Only this master.")
    Long pid;

    ListCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        List<RunningMaster> masters = pid == null ? choice.all() : List.of(choice.one(pid));
        masters.forEach(master -> say(line(master)));
        var array = new JsonArray();
        masters.forEach(master -> array.add(object(master)));
        JsonObject object = ok();
        object.add("masters", array);
        print(object);
        return ExitStatus.OK;
    }

    private static String line(RunningMaster master) {
        if (master.status().isEmpty()) {
            return "?  master %d  does not tell how it is: %s"
                    .formatted(master.pid(), master.trouble());
        }
        var fields = new Fields(master.status().get());
        String addresses = StatusText.addresses(fields);
        return StatusText.head(fields) + (addresses.isEmpty() ? "" : "  " + addresses);
    }

    private static JsonObject object(RunningMaster master) {
        JsonObject object = new JsonObject();
        object.addProperty("pid", master.pid());
        object.addProperty("socket", master.socket().path().toString());
        if (master.status().isEmpty()) {
            object.addProperty("trouble", master.trouble());
            return object;
        }
        // The status without the slots, which `status` is for.
        JsonObject status = master.status().get();
        for (String name : status.keySet()) {
            if (!name.equals("slots")) {
                object.add(name, status.get(name));
            }
        }
        return object;
    }
}
