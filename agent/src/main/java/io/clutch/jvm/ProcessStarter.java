package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.clutch.posix.ProcFs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.instrument.Instrumentation;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes with exactly the given bytes as arguments.
 *
 * <p>Working directory, environment, standard output and standard error are inherited. The JDK
 * takes arguments as strings only and encodes them in the charset of the locale, which under {@code
 * LANG=C} loses every byte above 127. Where a command cannot be written in that charset, {@link
 * ExactArguments} changes the JDK's own class first.
 */
public final class ProcessStarter {

    /** One for all starters: how strings become bytes is a property of the whole JVM. */
    private static final Object LOCK = new Object();

    private final Instrumentation instrumentation;
    private final ProcFs proc;

    /**
     * Creates a starter.
     *
     * @param instrumentation what allows to change the JDK's class; {@code null} makes commands
     *     that need it fail
     */
    public ProcessStarter(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        this.proc = ProcFs.system();
    }

    /**
     * Starts a process.
     *
     * @param command the program and its arguments
     * @param extraEnvironment what the environment has beyond the inherited one; US-ASCII names
     * @param input what the process reads from
     * @throws IOException if the system does not start it, or not with these bytes
     */
    public Process start(
            List<byte[]> command, Map<String, String> extraEnvironment, StandardInput input)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.redirectInput(redirect(input))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
        builder.environment().putAll(extraEnvironment);
        synchronized (LOCK) {
            // Within the lock, so that no other starter changes how strings become bytes between
            // here and the start.
            return builder.command(text(command)).start();
        }
    }

    private Redirect redirect(StandardInput input) {
        boolean nothing = proc.link(0).filter("/dev/null"::equals).isPresent();
        return input == StandardInput.INHERITED || nothing ? Redirect.INHERIT : Redirect.PIPE;
    }

    private List<String> text(List<byte[]> command) throws IOException {
        if (!ExactArguments.inForce()) {
            Optional<List<String>> text = decode(command, ProcessCharset.current());
            if (text.isPresent()) {
                return text.get();
            }
            ExactArguments.enforce(instrumentation);
        }
        return decode(command, ISO_8859_1).orElseThrow();
    }

    private static Optional<List<String>> decode(List<byte[]> command, Charset charset) {
        List<String> texts = new ArrayList<>();
        for (byte[] argument : command) {
            Optional<String> text = ProcessCharset.decode(argument, charset);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(texts);
    }
}
