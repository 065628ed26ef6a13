package io.clutch.worker;

import io.clutch.weave.NativeTransportWeaver;
import io.clutch.weave.WeavingException;
import java.lang.instrument.Instrumentation;

/** What to do when the application has loaded a library that opens sockets in C. */
final class NativeLibraries {

    private static final String TOMCATS = "tcnative";

    private final NativeTransportWeaver transports;
    private final WorkerLog log;

    NativeLibraries(Instrumentation instrumentation, WorkerLog log) {
        this.transports = new NativeTransportWeaver(instrumentation);
        this.log = log;
    }

    /**
     * Is told that a library has been loaded.
     *
     * @param library its name or file
     */
    void loaded(String library) {
        if (library.contains(TOMCATS)) {
            return;
        }
        try {
            transports.weave();
        } catch (WeavingException | LinkageError e) {
            log.warn(
                    "ports that Netty's %s opens cannot be shared (use its NIO transport instead): %s"
                            .formatted(library, e.getMessage()));
        }
    }
}
