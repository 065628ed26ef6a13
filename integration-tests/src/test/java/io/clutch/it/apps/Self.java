package io.clutch.it.apps;

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
        for (var argument : arguments) {
            line(text, "argument", argument);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(escaped(value)).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
