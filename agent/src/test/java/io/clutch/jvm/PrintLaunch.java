package io.clutch.jvm;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** A program that prints what the JVM and itself were given, byte for byte in UTF-8. */
final class PrintLaunch {

    private PrintLaunch() {}

    public static void main(String... arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            out.println("option " + escaped(option));
        }
        for (String argument : arguments) {
            out.println("argument " + escaped(argument));
        }
        out.println("command " + escaped(System.getProperty("sun.java.command")));
        out.println("path " + escaped(System.getProperty("java.class.path")));
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escaped.append(c > ' ' && c < 127 && c != '\\' ? "" + c : "\\%04x".formatted((int) c));
        }
        return escaped.toString();
    }
}
