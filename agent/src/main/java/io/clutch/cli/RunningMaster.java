package io.clutch.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A master that accepts connections on its control socket.
 *
 * @param socket where it does
 * @param status its status as the control protocol has it, or empty if it did not tell
 * @param trouble why it did not tell, else empty
 */
record RunningMaster(ControlSocket socket, Optional<JsonObject> status, String trouble) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Asks who is there; returns empty if nobody is, the socket being left over from a dead
     * process.
     */
    static Optional<RunningMaster> at(ControlSocket socket) {
        ControlClient client;
        try {
            client = new ControlClient(socket.path());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        try (client) {
            JsonObject answer = client.ask(request("status"), line -> {}, PATIENCE);
            return Optional.of(
                    answer.get("ok").getAsBoolean()
                            ? new RunningMaster(
                                    socket, Optional.of(answer.getAsJsonObject("result")), "")
                            : new RunningMaster(
                                    socket, Optional.empty(), answer.get("reason").getAsString()));
        } catch (IOException | RuntimeException e) {
            return Optional.of(new RunningMaster(socket, Optional.empty(), e.getMessage()));
        }
    }

    /** Returns a request without arguments. */
    static JsonObject request(String command) {
        var request = new JsonObject();
        request.addProperty("command", command);
        return request;
    }

    long pid() {
        return socket.pid();
    }

    /** Returns the cluster's name, or a question mark if it did not tell. */
    String name() {
        return status.map(json -> json.get("name").getAsString()).orElse("?");
    }

    /**
     * Has the master do something, however long it takes.
     *
     * @param progress takes what it says meanwhile
     * @return the final line of the answer
     * @throws IOException if the connection ends first
     */
    JsonObject order(JsonObject request, Consumer<String> progress) throws IOException {
        try (var client = new ControlClient(socket.path())) {
            return client.ask(request, progress, Duration.ZERO);
        }
    }
}
