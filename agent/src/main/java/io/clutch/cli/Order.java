package io.clutch.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;

/** Has a master do something for a command, and passes on what it says meanwhile. */
final class Order {

    private final MasterCommand command;
    private final RunningMaster master;
    private final JsonArray progress = new JsonArray();

    /**
     * Prepares it.
     *
     * @throws CommandFailure if the master does not even say how it is: it would not do anything
     *     either
     */
    Order(MasterCommand command, RunningMaster master) {
        this.command = command;
        this.master = master;
        requireAnswer(master);
    }

    /**
     * Fails unless the master has told its status.
     *
     * @throws CommandFailure if it has not
     */
    static void requireAnswer(RunningMaster master) {
        if (master.status().isEmpty()) {
            throw CommandFailure.failed(
                    "master %d does not tell how it is: %s"
                            .formatted(master.pid(), master.trouble()));
        }
    }

    /**
     * Sends the request and waits until it is done.
     *
     * @return the answer as it is printed by {@code --json}
     * @throws CommandFailure with the master's reason if it failed
     * @throws IOException if the connection ended before there was an answer
     */
    JsonObject send(JsonObject request) throws IOException {
        // Before anything happens: without a pid on the command line, which one it is was not the
        // user's choice.
        command.say("master %d (%s)".formatted(master.pid(), master.name()));
        JsonObject answer = master.order(request, this::progress);
        if (!answer.get("ok").getAsBoolean()) {
            throw CommandFailure.failed(new Fields(answer).text("reason"));
        }
        answer.addProperty("pid", master.pid());
        answer.add("progress", progress);
        return answer;
    }

    /** Does the same for a command that has no use for a lost connection, and prints the result. */
    int carryOut(JsonObject request) {
        JsonObject answer;
        try {
            answer = send(request);
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "lost master %d before it was done: %s"
                            .formatted(master.pid(), e.getMessage()));
        }
        command.say(new Fields(answer).text("message"));
        command.print(answer);
        return ExitStatus.OK;
    }

    private void progress(String line) {
        command.say(line);
        progress.add(line);
    }
}
