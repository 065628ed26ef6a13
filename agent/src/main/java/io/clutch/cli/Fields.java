package io.clutch.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads fields of a master's answer; one that a master of another version does not send has a
 * harmless default.
 */
final class Fields {

    private final JsonObject json;

    Fields(JsonObject json) {
        this.json = json;
    }

    /** Returns the field's text, or the empty string. */
    String text(String name) {
        return has(name) ? json.get(name).getAsString() : "";
    }

    /** Returns the field's number, or 0. */
    long number(String name) {
        return has(name) ? json.get(name).getAsLong() : 0;
    }

    /** Returns the field's truth, or false. */
    boolean flag(String name) {
        return has(name) && json.get(name).getAsBoolean();
    }

    /** Returns the field in milliseconds as a duration, or zero. */
    Duration millis(String name) {
        return Duration.ofMillis(number(name));
    }

    /** Returns the field's object, if it has one. */
    Optional<Fields> object(String name) {
        return has(name) ? Optional.of(new Fields(json.getAsJsonObject(name))) : Optional.empty();
    }

    /** Returns the objects in the field's array, or none. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (has(name)) {
            for (JsonElement element : json.getAsJsonArray(name)) {
                objects.add(new Fields(element.getAsJsonObject()));
            }
        }
        return objects;
    }

    private boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }
}
