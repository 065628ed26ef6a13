package io.clutch.worker;

import io.clutch.posix.NativeLibrary;
import io.clutch.posix.Posix;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The native library that the master has unpacked, as this worker has found it.
 *
 * @param posix empty if there is none, or it cannot be loaded here
 * @param problem why it cannot be loaded here; empty if it can, or if there is none: then the
 *     master has said so
 */
record WorkerLibrary(Optional<Posix> posix, Optional<String> problem) {

    static WorkerLibrary load(Map<String, String> environment, Instrumentation instrumentation) {
        var file = environment.getOrDefault("CLUTCH_NATIVE", "");
        if (file.isEmpty()) {
            return new WorkerLibrary(Optional.empty(), Optional.empty());
        }
        try {
            var posix = NativeLibrary.load(Path.of(file), instrumentation);
            return new WorkerLibrary(Optional.of(posix), Optional.empty());
        } catch (IOException | RuntimeException | LinkageError e) {
            return new WorkerLibrary(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Says in one line what is lost, if anything is. */
    void tell(WorkerLog log) {
        problem.ifPresent(
                why ->
                        log.warn(
                                "the native library cannot be loaded in this worker: %s; it binds for itself, and when it stops it may lose connections"
                                        .formatted(why)));
    }
}
