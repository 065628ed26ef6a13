package io.clutch.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all commands that deal with masters have in common: the options, where they look and how
 * they print.
 */
abstract class MasterCommand implements Callable<Integer> {

    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private final Place place;

    @Spec CommandSpec spec;

    @Option(
            names = "--json",
            description = "Print one JSON object and nothing else, also when the command fails.")
    boolean json;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = {
                "Look for masters only in this directory, the one that the master's option `dir`"
                        + " names.",
                "Needed only where /proc/net/unix does not show them."
            })
    Path dir;

    @Mixin HelpOption help;

    MasterCommand(Place place) {
        this.place = place;
    }

    @Override
    public final Integer call() {
        return run(new Choice(dir == null ? place.masters().get() : Masters.in(dir)));
    }

    /** Does what the command is for and returns the exit status. */
    abstract int run(Choice choice);

    final Place place() {
        return place;
    }

    /** Prints a line for people; with {@code --json} nothing. */
    final void say(String line) {
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }

    /** Prints the one JSON object, if asked for. */
    final void print(JsonObject object) {
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(PRETTY.toJson(object));
            out.flush();
        }
    }

    /** Returns {@code {"ok":true}}, to be filled. */
    static JsonObject ok() {
        var object = new JsonObject();
        object.addProperty("ok", true);
        return object;
    }

    /** Prints a failure the way this command was asked to. */
    final void printFailure(CommandFailure failure) {
        if (json) {
            var object = new JsonObject();
            object.addProperty("ok", false);
            object.addProperty("reason", failure.getMessage());
            object.addProperty("status", failure.status());
            print(object);
        } else {
            PrintWriter err = spec.commandLine().getErr();
            err.println("clutch: " + failure.getMessage());
            err.flush();
        }
    }
}
