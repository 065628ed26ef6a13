package io.clutch.master;

import io.clutch.jvm.LaunchCommand;
import io.clutch.options.Options;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** What a cluster is called: as its operator says, else as its program is called. */
public final class ClusterName {

    private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

    private ClusterName() {}

    /**
     * Returns the name.
     *
     * @param mainCommand the system property {@code sun.java.command} of the launch
     */
    public static String of(Options options, LaunchCommand command, String mainCommand) {
        if (!options.name().isEmpty()) {
            return options.name();
        }
        List<String> arguments = new ArrayList<>();
        for (byte[] argument : command.arguments()) {
            arguments.add(new String(argument, Charset.defaultCharset()));
        }
        return of(arguments, mainCommand);
    }

    /**
     * Derives the name.
     *
     * @param arguments the command line
     * @param mainCommand the jar, class or module and what it was given, all in one; a jar's path
     *     may hold spaces, so that only the command line tells where it ends
     */
    static String of(List<String> arguments, String mainCommand) {
        int jar = arguments.indexOf("-jar") + 1;
        if (jar > 0 && jar < arguments.size() && mainCommand.startsWith(arguments.get(jar))) {
            return lastPart(arguments.get(jar));
        }
        var words = mainCommand.split(" ");
        if (mainCommand.startsWith(SOURCE_LAUNCHER) && words.length > 1) {
            return lastPart(words[1]);
        }
        var name = lastPart(words[0]);
        return name.isEmpty() ? "java" : name;
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
