package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.clutch.posix.Posix;
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
 * Starts processes by {@link ProcessBuilder}, with the environment of this process. The JDK takes
 * arguments as strings only and encodes them in the charset of the locale, which under {@code
 * LANG=C} loses every byte above 127. Where a command cannot be written in that charset, {@link
 * ExactArguments} changes the JDK's own class first.
 */
public final class JdkStarter implements ProcessStarter {

    /** One for all starters: how strings become bytes is a property of the whole JVM. */
    private static final Object LOCK = new Object();

    private final Instrumentation instrumentation;
    private final Optional<Posix> posix;
    private final ProcFs proc;

    /**
     * Creates a starter.
     *
     * @param instrumentation what allows to change the JDK's class; {@code null} makes commands
     *     that need it fail
     * @param posix sends the signals that the JDK has no method for; without it a program does
     */
    public JdkStarter(Instrumentation instrumentation, Optional<Posix> posix) {
        this.instrumentation = instrumentation;
        this.posix = posix;
        this.proc = ProcFs.system();
    }

    @Override
    public StartedProcess start(
            List<byte[]> command, Map<String, String> environment, StandardInput input)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.redirectInput(redirect(input))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
        builder.environment().putAll(environment);
        synchronized (LOCK) {
            // Within the lock, so that no other starter changes how strings become bytes between
            // here and the start.
            return new JdkProcess(builder.command(text(command)).start(), posix);
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
