package io.clutch.worker;

import io.clutch.posix.Signals;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The agent of processes under test: a worker at once, without deciding on a role. */
public final class WorkerPremain {

    private WorkerPremain() {}

    /** Starts the worker; the argument {@code bind} makes the agent listen as well. */
    public static void premain(String argument, Instrumentation instrumentation) throws Exception {
        long begin = System.nanoTime();
        WorkerRuntime.start(instrumentation, System.getenv(), Signals.of(instrumentation));
        System.setProperty("premain.micros", Long.toString((System.nanoTime() - begin) / 1000));
        if ("bind".equals(argument)) {
            new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
        }
    }
}
