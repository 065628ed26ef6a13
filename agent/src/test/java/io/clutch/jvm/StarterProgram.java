package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A program, and an agent, for {@link JdkStarterTest}: starts a shell that writes out its own
 * command line, with arguments from a file, a byte of 0 after each.
 */
public final class StarterProgram {

    private static Instrumentation instrumentation;

    private StarterProgram() {}

    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    public static void main(String[] arguments) throws Exception {
        ProcessStarter starter = new JdkStarter(instrumentation, Optional.empty());
        for (int times = 0; times < 2; times++) {
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            starter.start(
                            command(Path.of(arguments[0])),
                            Map.of("CLUTCH_SLOT", "2"),
                            StandardInput.SILENT)
                    .onExit(ended::complete);
            int status = ended.get();
            if (status != 0) {
                System.exit(status);
            }
        }
    }

    private static List<byte[]> command(Path file) throws Exception {
        List<byte[]> command = new ArrayList<>();
        command.add("sh".getBytes(US_ASCII));
        command.add("-c".getBytes(US_ASCII));
        command.add("test \"$CLUTCH_SLOT\" = 2 && cat /proc/$$/cmdline".getBytes(US_ASCII));
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                command.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return command;
    }
}
