package io.clutch.jvm;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts workers with exactly the bytes of a command line.
 *
 * <p>{@link ProcessBuilder} encodes its strings in the locale's charset. In a container that is
 * often plain ASCII, and a path with an umlaut would arrive as question marks. Only then, the JDK's
 * encoding of arguments is replaced, in the master alone, which starts nothing but workers.
 */
public final class ProcessStarter {

    private final Instrumentation instrumentation;
    private boolean bytewise;

    /**
     * Makes a starter.
     *
     * @param instrumentation for command lines that the locale cannot express
     */
    public ProcessStarter(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Starts a process with this one's environment, working directory, standard output and error.
     *
     * @param command what to run
     * @param environment variables to add, ASCII
     * @param stdin its standard input
     * @throws IOException if it cannot be started; the message says why
     */
    public Process start(
            LaunchCommand command, Map<String, String> environment, ProcessBuilder.Redirect stdin)
            throws IOException {
        var builder = new ProcessBuilder(expressed(command.arguments()));
        builder.environment().putAll(environment);
        builder.redirectInput(stdin);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }

    private List<String> expressed(List<String> latin1) throws IOException {
        if (!bytewise) {
            var texts = new ArrayList<String>(latin1.size());
            for (var argument : latin1) {
                var bytes = argument.getBytes(StandardCharsets.ISO_8859_1);
                var text = new String(bytes, charset());
                if (!java.util.Arrays.equals(bytes, text.getBytes(charset()))) {
                    BytewiseArguments.install(instrumentation);
                    bytewise = true;
                    return latin1;
                }
                texts.add(text);
            }
            return texts;
        }
        return latin1;
    }

    /**
     * Returns the charset in which the JDK passes arguments on: java.lang.ProcessImpl.toCString, 17
     * and later.
     */
    static Charset charset() {
        if (Runtime.version().feature() < 18) {
            return Charset.defaultCharset();
        }
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
