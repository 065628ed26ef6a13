package io.clutch.posix;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signals of this process.
 *
 * <p>Names are written without {@code SIG}: {@code TERM}, {@code INT}, {@code HUP}. Where the JVM
 * does not let itself be asked (started with {@code -Xrs}, a runtime image without the classes, a
 * signal that {@code nohup} ignores) the methods answer so and leave everything as it was.
 *
 * <p>Thread-safe.
 */
public final class Signals implements SignalSource {

    private static final int QUIT = 3;
    private static final int PATIENCE_SECONDS = 5;
    private static final String JVM_DEFAULT = "java.lang.Terminator";

    private final SignalApi api;
    private final ProcFs proc;
    private final Map<String, Object> ours = new HashMap<>();

    private Signals(SignalApi api, ProcFs proc) {
        this.api = api;
        this.proc = proc;
    }

    /**
     * Returns the signals of this process.
     *
     * @param instrumentation what opens the JDK's internal class where the public one is absent;
     *     {@code null} to do without
     */
    public static Signals of(Instrumentation instrumentation) {
        return of(instrumentation, ProcFs.system());
    }

    static Signals of(Instrumentation instrumentation, ProcFs proc) {
        return new Signals(SignalApi.find(instrumentation), proc);
    }

    @Override
    public synchronized boolean handle(String name, Runnable action) {
        Objects.requireNonNull(action);
        if (api == null) {
            return false;
        }
        try {
            Object handler = api.handler(action);
            Object before = api.handle(name, handler);
            if (before == api.ignored()) {
                // Ignored since before this process began, which is how nohup and shells without
                // job control ask for it.
                api.handle(name, before);
                return false;
            }
            ours.put(name, handler);
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    /**
     * Returns what handles the signal now, in words for the log, if that is neither this object nor
     * the JVM's own default: that is, if the application has installed a handler of its own.
     */
    public synchronized Optional<String> foreignHandler(String name) {
        if (api == null) {
            return Optional.empty();
        }
        // The API tells the current handler only in exchange for another. A signal that arrives
        // while the stand-in is in place
        // may be dispatched to it at any later time, on another thread; it waits until the real
        // handler is back, and raises the
        // signal again. So none is lost, and none is handled by the wrong one.
        CountDownLatch restored = new CountDownLatch(1);
        Object standIn =
                api.handler(
                        () -> {
                            try {
                                restored.await();
                                raise(name);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try {
            Object current = api.handle(name, standIn);
            api.handle(name, current);
            return isForeign(name, current)
                    ? Optional.of(current.getClass().getName())
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty();
        } finally {
            restored.countDown();
        }
    }

    private boolean isForeign(String name, Object handler) {
        return handler != null
                && handler != ours.get(name)
                && handler != api.ignored()
                && handler != api.byDefault()
                && !isJvmDefault(handler);
    }

    private static boolean isJvmDefault(Object handler) {
        try {
            // The public API wraps it, and only its text tells.
            return handler.toString().startsWith(JVM_DEFAULT);
        } catch (RuntimeException e) {
            // An application's own may do there what it likes.
            return false;
        }
    }

    /**
     * Sends the signal to this process; whatever Java handler is current runs.
     *
     * @return {@code false} if no Java handler is installed for it: then nothing was sent
     */
    public boolean raise(String name) {
        if (api == null) {
            return false;
        }
        try {
            api.raise(name);
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    /**
     * Makes the JVM write its own thread dump, locks and all, to standard output. The JVM's signal
     * thread does that, a moment after this method has returned. Takes some milliseconds: a program
     * is started for it.
     *
     * @return {@code false} if that is not possible: there is no such program, or the JVM does not
     *     catch the signal behind it, which would end the process
     */
    public boolean quit() {
        return proc.catches(QUIT) && send("QUIT");
    }

    // Not the JDK's raise0(3): it sends the signal to the calling thread, and the JVM blocks QUIT
    // in every thread but its own.
    private static boolean send(String name) {
        String kill = "kill -" + name + " " + ProcessHandle.current().pid();
        return succeeds(List.of("sh", "-c", kill)) || succeeds(List.of(kill.split(" ")));
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
