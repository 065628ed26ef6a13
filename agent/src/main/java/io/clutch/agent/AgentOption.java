package io.clutch.agent;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The JVM option {@code -javaagent:<jar>=<arguments>}, where it names this agent. */
final class AgentOption {

    private static final String OPTION = "-javaagent:";

    private AgentOption() {}

    /**
     * Returns the jar file that this code came from; {@code clutch.jar} in no directory if that is
     * not known.
     */
    static File ownJar() {
        CodeSource source = AgentOption.class.getProtectionDomain().getCodeSource();
        try {
            if (source != null) {
                return new File(new URI(source.getLocation().toString()));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Not a file: then the usual name is as good a guess as any.
        }
        return new File("clutch.jar");
    }

    /**
     * Returns the arguments of every time that the options name the jar file, by whatever path, or
     * another file of the same name; an option without arguments gives none.
     */
    static List<String> argumentsOf(File jar, List<String> runtimeArguments) {
        List<String> found = new ArrayList<>();
        for (String option : runtimeArguments) {
            if (!option.startsWith(OPTION)) {
                continue;
            }
            // The JVM splits here too: a path cannot hold an equals sign.
            int equals = option.indexOf('=');
            if (equals < 0) {
                continue;
            }
            if (isSame(jar, new File(option.substring(OPTION.length(), equals)))) {
                found.add(option.substring(equals + 1));
            }
        }
        return found;
    }

    private static boolean isSame(File jar, File named) {
        try {
            return jar.getName().equals(named.getName())
                    || jar.getCanonicalFile().equals(named.getCanonicalFile());
        } catch (IOException e) {
            return false;
        }
    }
}
