package io.clutch.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that keeps its lines for the test. */
final class RecordingLog implements WorkerLog {

    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void debug(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add(line);
    }

    @Override
    public void error(String line, Throwable cause) {
        lines.add(line + ": " + cause);
    }
}
