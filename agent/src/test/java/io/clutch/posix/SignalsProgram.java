package io.clutch.posix;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program, and an agent, for {@link SignalsTest}: asks for a thread dump and says whether it
 * could, and handles TERM.
 */
public final class SignalsProgram {

    private static Signals signals;

    private SignalsProgram() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        signals = Signals.of(instrumentation);
    }

    public static void main(String[] arguments) {
        boolean handles = signals.handle("TERM", () -> {});
        boolean dumps = signals.quit();
        System.out.println("handles TERM: " + handles + ", dumps: " + dumps);
        if (dumps) {
            // Written by another thread, to the file that this program's output goes to.
            Path output = Path.of("/proc/self/fd/1");
            await().atMost(30, SECONDS)
                    .until(() -> Files.readString(output).contains("JNI global"));
        }
    }
}
