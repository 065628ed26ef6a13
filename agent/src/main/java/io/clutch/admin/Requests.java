package io.clutch.admin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.clutch.master.Cluster;
import io.clutch.master.ClusterStatus;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Understands one request and passes it on to the cluster. */
final class Requests {

    private static final String KNOWN = "status, version, reload, scale, stop";
    private static final int MOST_WORKERS = 254;
    private static final int QUOTED = 60;

    private final Cluster cluster;
    private final String version;

    Requests(Cluster cluster, String version) {
        this.cluster = cluster;
        this.version = version;
    }

    /**
     * Starts what the request asks for; does not wait for it. The answer goes to {@code answers},
     * now or later, from any thread.
     *
     * @param line the request, without its line end
     * @return whether the answer may take as long as it needs: true for what changes the cluster,
     *     false for a question
     */
    boolean serve(byte[] line, Answers answers) {
        try {
            return serve(parse(line), answers);
        } catch (BadRequest e) {
            answers.failed(e.getMessage());
        } catch (RuntimeException e) {
            answers.failed("the master failed at this request: " + e);
        }
        return false;
    }

    private boolean serve(JsonObject request, Answers answers) throws BadRequest {
        String command = command(request);
        switch (command) {
            case "status" -> {
                only(request, Set.of("command"));
                var unused =
                        cluster.status()
                                .whenComplete(
                                        (status, failure) -> answer(status, failure, answers));
                return false;
            }
            case "version" -> {
                only(request, Set.of("command"));
                var result = new JsonObject();
                result.addProperty("pid", ProcessHandle.current().pid());
                result.addProperty("version", version);
                answers.result(result);
                return false;
            }
            case "reload" -> {
                only(request, Set.of("command"));
                cluster.reload(answers);
                return true;
            }
            case "scale" -> {
                only(request, Set.of("command", "workers"));
                cluster.scale(workers(request), answers);
                return true;
            }
            case "stop" -> {
                only(request, Set.of("command", "now"));
                cluster.stop(now(request), answers);
                return true;
            }
            default ->
                    throw new BadRequest(
                            "unknown command \"%s\"; known are %s".formatted(cut(command), KNOWN));
        }
    }

    private static void answer(ClusterStatus status, Throwable failure, Answers answers) {
        try {
            if (failure == null) {
                answers.result(StatusJson.of(status));
            } else {
                Throwable cause =
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure;
                answers.failed("the master cannot tell its status: " + cause);
            }
        } catch (RuntimeException e) {
            answers.failed("the master cannot tell its status: " + e);
        }
    }

    private static JsonObject parse(byte[] line) throws BadRequest {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("the request is not UTF-8");
        }
        if (text.isBlank()) {
            throw new BadRequest("the request is empty; an example is {\"command\":\"status\"}");
        }
        var reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        JsonElement request;
        try {
            request = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new BadRequest("there is more than one JSON value in the request");
            }
        } catch (JsonParseException | IllegalStateException | IOException e) {
            throw new BadRequest(
                    "the request is not JSON: \"%s\"; an example is {\"command\":\"status\"}"
                            .formatted(cut(text)));
        }
        if (!(request instanceof JsonObject object)) {
            throw new BadRequest(
                    "the request must be a JSON object such as {\"command\":\"status\"}, not %s"
                            .formatted(cut(text)));
        }
        return object;
    }

    private static String command(JsonObject request) throws BadRequest {
        JsonElement command = request.get("command");
        if (command == null) {
            throw new BadRequest("the request names no \"command\"; known are " + KNOWN);
        }
        if (command instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new BadRequest(
                "\"command\" must be a string, not %s".formatted(cut(command.toString())));
    }

    private static int workers(JsonObject request) throws BadRequest {
        JsonElement workers = request.get("workers");
        if (workers instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                // compareTo first: 1e999999999 is cheap to compare and ruinous to convert.
                BigDecimal number = primitive.getAsBigDecimal();
                if (number.compareTo(BigDecimal.ONE) >= 0
                        && number.compareTo(BigDecimal.valueOf(MOST_WORKERS)) <= 0) {
                    return number.intValueExact();
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // not a whole number, or one with an absurd exponent: told below
            }
        }
        throw new BadRequest(
                "\"workers\" must be a whole number from 1 to %d, not %s"
                        .formatted(
                                MOST_WORKERS,
                                workers == null ? "missing" : cut(workers.toString())));
    }

    private static boolean now(JsonObject request) throws BadRequest {
        JsonElement now = request.get("now");
        if (now == null) {
            return false;
        }
        if (now instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw new BadRequest(
                "\"now\" must be true or false, not %s".formatted(cut(now.toString())));
    }

    // A misspelt "now" must not turn into a stop of the other kind.
    private static void only(JsonObject request, Set<String> known) throws BadRequest {
        for (String key : request.keySet()) {
            if (!known.contains(key)) {
                throw new BadRequest(
                        "unknown field \"%s\" in the command %s"
                                .formatted(cut(key), request.get("command")));
            }
        }
    }

    private static String cut(String text) {
        String oneLine = text.strip().replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= QUOTED ? oneLine : oneLine.substring(0, QUOTED) + "…";
    }
}
