package io.clutch.admin;

import com.google.gson.JsonObject;
import io.clutch.master.Reply;

/**
 * Turns what the master says about one request into the lines of the control protocol. Safe for any
 * thread. The first final line wins and whatever comes after it is left out.
 */
final class Answers implements Reply {

    /** Takes the lines of one answer. */
    interface Lines {

        /**
         * Takes one line.
         *
         * @param line the JSON object
         * @param last whether the answer is complete with it
         */
        void add(JsonObject line, boolean last);
    }

    private final Lines lines;
    private boolean complete;

    Answers(Lines lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void progress(String line) {
        if (!complete) {
            var json = new JsonObject();
            json.addProperty("progress", line);
            lines.add(json, false);
        }
    }

    @Override
    public void done(String line) {
        var json = new JsonObject();
        json.addProperty("ok", true);
        json.addProperty("message", line);
        finish(json);
    }

    /** Ends the answer with plain data. */
    void result(JsonObject result) {
        var json = new JsonObject();
        json.addProperty("ok", true);
        json.add("result", result);
        finish(json);
    }

    @Override
    public void failed(String reason) {
        var json = new JsonObject();
        json.addProperty("ok", false);
        json.addProperty("reason", reason);
        finish(json);
    }

    // The lock is held while the line is handed over, so that no progress line can overtake the
    // last one.
    private synchronized void finish(JsonObject json) {
        if (!complete) {
            complete = true;
            lines.add(json, true);
        }
    }
}
