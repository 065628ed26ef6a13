package io.clutch.it.apps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a process can say of itself. */
final class Self {

    private Self() {}

    /** Lines of {@code key=value}: slot, pid, marks, and every argument with escapes. */
    static byte[] describe(String... arguments) {
        var text = new StringBuilder();
        line(text, "pid", Long.toString(ProcessHandle.current().pid()));
        line(text, "slot", Objects.requireNonNullElse(System.getenv("CLUTCH_SLOT"), ""));
        line(text, "worker", System.getProperty("clutch.worker", ""));
        line(text, "slot-property", System.getProperty("clutch.slot", ""));
        line(text, "mark", System.getProperty("mark", ""));
        line(text, "version", version());
        for (var argument : arguments) {
            line(text, "argument", argument);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the file {@code version.txt} of the class path says. */
    private static String version() {
        try (var in = Self.class.getResourceAsStream("/version.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(escaped(value)).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
