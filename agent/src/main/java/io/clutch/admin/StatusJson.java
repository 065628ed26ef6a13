package io.clutch.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.clutch.master.ClusterStatus;
import io.clutch.master.SharedAddressStatus;
import io.clutch.master.WorkerStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes a cluster's status as JSON. The names are a public interface: they may be added to, not
 * changed. Lengths of time are in milliseconds, moments as ISO 8601 says, in UTC.
 *
 * <p>The states are those of {@link ClusterStatus} and {@link WorkerStatus}. The slots come by
 * number; during a reload a slot is there twice, with its old and its new process.
 *
 * <pre>{@code
 * {
 *   "name": "wiremock-standalone.jar",
 *   "pid": 1234,
 *   "version": "0.1.0",
 *   "state": "running",
 *   "workers": 4,                               how many slots there shall be
 *   "startedAt": "2026-11-23T12:00:00.123Z",
 *   "uptimeMs": 7980000,
 *   "restarts": 2,                              of all slots together
 *   "addresses": [
 *     {"address": "/run/app.sock", "port": 0, "sharedBy": 4},  the path of a Unix-domain socket
 *     {"address": "0.0.0.0", "port": 8080, "sharedBy": 4}
 *   ],
 *   "slots": [
 *     {
 *       "slot": 2,
 *       "generation": 3,
 *       "pid": 9921,                            null while there is no process
 *       "state": "serving",
 *       "leader": false,
 *       "uptimeMs": 240000,
 *       "restarts": 2,
 *       "lastExit": {                           null if no process of the slot has ended yet
 *         "reason": "killed by SIGKILL (status 137)",
 *         "at": "2026-11-23T14:09:00.123Z",
 *         "agoMs": 240000
 *       }
 *     }
 *   ]
 * }
 * }</pre>
 */
final class StatusJson {

    private StatusJson() {}

    static JsonObject of(ClusterStatus status) {
        var json = new JsonObject();
        json.addProperty("name", status.name());
        json.addProperty("pid", status.pid());
        json.addProperty("version", status.version());
        json.addProperty("state", status.state());
        json.addProperty("workers", status.workers());
        json.addProperty("startedAt", status.started().toString());
        json.addProperty("uptimeMs", status.up().toMillis());
        json.addProperty("restarts", status.restarts());
        var addresses = new JsonArray();
        status.addresses().forEach(address -> addresses.add(of(address)));
        json.add("addresses", addresses);
        var slots = new JsonArray();
        // The master's own "now", so that no second clock comes in.
        Instant now = status.started().plus(status.up());
        status.slots().forEach(worker -> slots.add(of(worker, now)));
        json.add("slots", slots);
        return json;
    }

    private static JsonObject of(SharedAddressStatus address) {
        var json = new JsonObject();
        json.addProperty("address", address.address());
        json.addProperty("port", address.port());
        json.addProperty("sharedBy", address.holders());
        return json;
    }

    private static JsonObject of(WorkerStatus worker, Instant now) {
        var json = new JsonObject();
        json.addProperty("slot", worker.slot());
        json.addProperty("generation", worker.generation());
        json.addProperty("pid", worker.pid() == 0 ? null : (Long) worker.pid());
        json.addProperty("state", worker.state());
        json.addProperty("leader", worker.leader());
        json.addProperty("uptimeMs", worker.up().toMillis());
        json.addProperty("restarts", worker.restarts());
        JsonObject exit = null;
        if (!worker.lastExit().isEmpty()) {
            exit = new JsonObject();
            exit.addProperty("reason", worker.lastExit());
            exit.addProperty("at", worker.lastExitAt().toString());
            exit.addProperty("agoMs", Duration.between(worker.lastExitAt(), now).toMillis());
        }
        json.add("lastExit", exit);
        return json;
    }
}
