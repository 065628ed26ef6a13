package io.clutch.agent;

import java.util.Locale;

/**
 * What a cluster is called whose user has not named it: as its program, without what says nothing.
 */
final class ClusterName {

    private static final int LONGEST = 64;

    private ClusterName() {}

    /**
     * Returns the name.
     *
     * @param given the option {@code name}; empty to derive the name
     * @param command {@code sun.java.command}
     */
    static String of(String given, String command) {
        if (!given.isEmpty()) {
            return given;
        }
        MainProgram program = MainProgram.of(command);
        String name =
                program.className().startsWith("com.sun.tools.javac.launcher.")
                        ? fileName(program.arguments().split(" ", 2)[0])
                        : program.jarName().isEmpty()
                                ? lastPart(program.className())
                                : fileName(program.jarName());
        name = name.replaceAll("[^A-Za-z0-9._-]", "-");
        name = name.substring(0, Math.min(name.length(), LONGEST));
        return name.isEmpty() ? "java" : name;
    }

    private static String lastPart(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String fileName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String lower = name.toLowerCase(Locale.ROOT);
        for (String extension : new String[] {".jar", ".war", ".java"}) {
            if (lower.endsWith(extension)) {
                return name.substring(0, name.length() - extension.length());
            }
        }
        return name;
    }
}
