package io.clutch.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stop}. */
@Command(
        name = "stop",
        description = {
            "End the cluster, and wait until the master is gone.",
            "",
            "Every worker's application hears the shutdown event and runs its shutdown hooks; one"
                + " that takes longer than the option `grace` is killed. The signals TERM and INT"
                + " to the master do the same without an answer."
        },
        footer = {
            "%nExample: stop, and do not wait for requests in flight",
            "  java -jar clutch.jar stop --now",
        })
final class StopCommand extends MasterCommand {

    private static final Duration FAREWELL = Duration.ofSeconds(30);
    private static final Duration FAREWELL_OF_FAILED = Duration.ofSeconds(2);

    @Option(
            names = "--now",
            description = "Kill the workers at once: no shutdown event, no shutdown hooks.")
    boolean now;

    @Parameters(
            arity = "0..1",
            paramLabel = "PID",
            description = "The master; may be left out if only one is running.")
    Long pid;

    StopCommand(Place place) {
        super(place);
    }

    @Override
    int run(Choice choice) {
        RunningMaster master = choice.one(pid);
        JsonObject request = RunningMaster.request("stop");
        request.addProperty("now", now);
        var process = new MasterProcess(place().proc(), master.pid());
        JsonObject answer;
        try {
            answer = new Order(this, master).send(request);
        } catch (CommandFailure e) {
            // A worker that had to be killed makes the stop a failure, and yet the master ends:
            // whoever starts it again after this must not meet it.
            process.awaitEnd(FAREWELL_OF_FAILED);
            throw e;
        } catch (IOException e) {
            // Somebody was quicker (kill -9, the container's end): gone is what was asked for.
            answer = ok();
            answer.addProperty("pid", master.pid());
            answer.addProperty("message", "the master ended without a word");
        }
        if (!process.awaitEnd(FAREWELL)) {
            throw CommandFailure.failed(
                    "master %d was told to stop and is still there after %d s"
                            .formatted(master.pid(), FAREWELL.toSeconds()));
        }
        say(new Fields(answer).text("message"));
        process.ending().ifPresent(ending -> say("master %d: %s".formatted(master.pid(), ending)));
        print(answer);
        return ExitStatus.OK;
    }
}
