package io.clutch.cli;

import com.google.gson.JsonObject;
import io.clutch.options.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. Reached from {@link Main} by name. */
@Command(
        description = {
            "See and control the clusters that `java -javaagent:clutch.jar ...` runs.",
            "",
            "The commands find the running masters of this user by themselves; a PID is needed only"
                    + " where there are several."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:it failed; the reason is on stderr, or in the JSON object",
            "2:wrong usage",
            "3:no such master, or several to choose from"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -javaagent:clutch.jar=workers=4 -jar app.jar   start a cluster",
            "  java -jar clutch.jar status                         see how it is",
            "  java -jar clutch.jar reload                         replace its workers",
            "  java -jar clutch.jar scale 6                        two workers more",
            "  java -jar clutch.jar stop                           end it in order",
        },
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND")
public final class ClutchCommand implements Runnable {

    private static final String COMPLETION = "generate-completion";

    @Spec CommandSpec spec;
    @Mixin HelpOption help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version of this clutch.jar.")
    boolean version;

    private ClutchCommand() {}

    /**
     * Runs a command.
     *
     * @param arguments the command and its arguments
     * @return the exit status
     */
    public static int run(String[] arguments) {
        var place = new Place(Masters::ofThisUser, Path.of("/proc"), Version.text());
        return commandLine(place, arguments).execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Returns the command line for a place, with the output going to the usual streams. */
    static CommandLine commandLine(Place place, String... arguments) {
        var commandLine = new CommandLine(new ClutchCommand());
        List.of(
                        new StatusCommand(place),
                        new ListCommand(place),
                        new ReloadCommand(place),
                        new ScaleCommand(place),
                        new StopCommand(place),
                        new VersionCommand(place),
                        new GenerateCompletion(),
                        new HelpCommand())
                .forEach(commandLine::addSubcommand);
        // The synopsis shows what to type; a completion script needs the name of an alias for it.
        boolean completion = List.of(arguments).contains(COMPLETION);
        commandLine.setCommandName(completion ? "clutch" : "java -jar clutch.jar");
        commandLine.getCommandSpec().version("clutch " + place.version());
        commandLine
                .getSubcommands()
                .get(COMPLETION)
                .getCommandSpec()
                .usageMessage()
                .description(
                        "Print a completion script for bash and zsh, for an alias:",
                        "  alias clutch='java -jar /path/to/clutch.jar'",
                        "  source <(clutch generate-completion)");
        commandLine.setExecutionExceptionHandler(ClutchCommand::failed);
        commandLine.setParameterExceptionHandler(ClutchCommand::misused);
        inheritExitStatuses(commandLine);
        return commandLine;
    }

    private static void inheritExitStatuses(CommandLine commandLine) {
        var root = commandLine.getCommandSpec().usageMessage();
        for (CommandLine sub : commandLine.getSubcommands().values()) {
            if (sub.getCommand() instanceof MasterCommand) {
                var usage = sub.getCommandSpec().usageMessage();
                usage.exitCodeListHeading(root.exitCodeListHeading());
                usage.exitCodeList(root.exitCodeList());
                usage.sortOptions(false);
            }
        }
    }

    private static int failed(
            Exception exception, CommandLine commandLine, CommandLine.ParseResult result)
            throws Exception {
        if (exception instanceof CommandFailure failure
                && commandLine.getCommand() instanceof MasterCommand command) {
            command.printFailure(failure);
            return failure.status();
        }
        throw exception;
    }

    private static int misused(ParameterException exception, String[] arguments) {
        CommandLine commandLine = exception.getCommandLine();
        if (List.of(arguments).contains("--json")) {
            var object = new JsonObject();
            object.addProperty("ok", false);
            object.addProperty("reason", exception.getMessage());
            object.addProperty("status", ExitStatus.USAGE);
            PrintWriter out = commandLine.getOut();
            out.println(object);
            out.flush();
            return ExitStatus.USAGE;
        }
        PrintWriter err = commandLine.getErr();
        err.println("clutch: " + exception.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(exception, err)) {
            err.println("Try '%s --help'.".formatted(commandLine.getCommandSpec().qualifiedName()));
        }
        err.flush();
        return ExitStatus.USAGE;
    }
}
