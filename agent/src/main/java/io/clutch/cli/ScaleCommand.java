package io.clutch.cli;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code scale}. */
@Command(
        name = "scale",
        description = {
            "Change the number of workers.",
            "",
            "New slots start at once; surplus ones, the highest numbers first, are shut down in"
                    + " order. The signals TTIN and TTOU to the master add and remove one."
        },
        footer = {
            "%nExample: six workers from now on",
            "  java -jar clutch.jar scale 6",
        })
final class ScaleCommand extends MasterCommand {

    private static final int MOST = 254;

    @Parameters(index = "0", paramLabel = "N", description = "The number of workers, 1 to 254.")
    int workers;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PID",
            description = "The master; may be left out if only one is running.")
    Long pid;

    ScaleCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        if (workers < 1 || workers > MOST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "N is %d and must be 1 to %d; to end the cluster use stop"
                            .formatted(workers, MOST));
        }
        JsonObject request = RunningMaster.request("scale");
        request.addProperty("workers", workers);
        return new Order(this, choice.one(pid)).carryOut(request);
    }
}
