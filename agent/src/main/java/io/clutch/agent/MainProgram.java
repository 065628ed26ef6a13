package io.clutch.agent;

/**
 * What {@code sun.java.command} says is run.
 *
 * @param className the main class; empty if a jar file was named, or nothing
 * @param jarName the jar file's name without its directory; empty if a class was named
 * @param arguments the program's arguments, as far as they can be told from spaces in a file name
 */
record MainProgram(String className, String jarName, String arguments) {

    private static final String JAR = ".jar";

    /** Reads the property; a {@code module/} before a class is left out. */
    static MainProgram of(String command) {
        int end = endOfFirst(command);
        String first = command.substring(0, end);
        String arguments = command.substring(end).trim();
        if (first.endsWith(JAR) || first.endsWith(".war") || first.startsWith("/")) {
            return new MainProgram("", first.substring(first.lastIndexOf('/') + 1), arguments);
        }
        return new MainProgram(first.substring(first.indexOf('/') + 1), "", arguments);
    }

    private static int endOfFirst(String command) {
        int space = command.indexOf(' ');
        if (space < 0) {
            return command.length();
        }
        // Of a jar file in a directory with spaces the first word looks like a path, and no class
        // does.
        if (command.lastIndexOf('/', space) >= 0
                && !command.startsWith(JAR, space - JAR.length())) {
            int jar = command.indexOf(".jar ");
            if (jar >= 0 && !isModuleAndClass(command.substring(0, space))) {
                return jar + JAR.length();
            }
            if (command.endsWith(JAR) && !isModuleAndClass(command.substring(0, space))) {
                return command.length();
            }
        }
        return space;
    }

    private static boolean isModuleAndClass(String word) {
        int slash = word.indexOf('/');
        if (slash <= 0 || slash != word.lastIndexOf('/')) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '/' && c != '.' && !Character.isJavaIdentifierPart(c)) {
                return false;
            }
        }
        return true;
    }
}
