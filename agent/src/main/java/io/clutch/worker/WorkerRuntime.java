package io.clutch.worker;

import io.clutch.hook.Api;
import io.clutch.hook.Beans;
import io.clutch.hook.Sockets;
import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import io.clutch.link.WorkerLink;
import io.clutch.options.LogLevel;
import io.clutch.posix.Signals;
import io.clutch.weave.WeaveException;
import io.clutch.weave.Weaver;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Makes this process a worker, before the application's {@code main}. */
public final class WorkerRuntime {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final WorkerLink link;
    private final WorkerState state;
    private final SharedBinder binder;
    private final ShutdownSequence shutdown;
    private final Signals signals;
    private final ShutdownEvent event;
    private final NamedMethod named;

    // Set once by the thread that first asks for the platform MBean server.
    private volatile Runnable notification = () -> {};

    private WorkerRuntime(WorkerId id, WorkerLink link, Message.Welcome welcome, Signals signals) {
        this.link = link;
        this.signals = signals;
        event = new ShutdownEvent();
        state = new WorkerState(id, welcome.workers(), welcome.leader(), event);
        binder = new SharedBinder(link::send, new ReusePortForm(), state);
        named =
                welcome.onShutdown().isEmpty()
                        ? null
                        : new NamedMethod(welcome.onShutdown(), Thread.currentThread());
        shutdown = new ShutdownSequence(state, signals, link::send, this::deliver, System::exit);
    }

    /**
     * Connects to the master, weaves the hooks, and returns, so that the application can start.
     *
     * @param environment this process's environment, with the master's variables
     * @throws WorkerStartException if the master is not there or refuses; the process must not go
     *     on then
     */
    public static void start(
            Instrumentation instrumentation, Map<String, String> environment, Signals signals)
            throws WorkerStartException {
        var id =
                new WorkerId(
                        Integer.parseInt(environment.get("CLUTCH_SLOT")),
                        Integer.parseInt(environment.get("CLUTCH_GENERATION")));
        var hello =
                new Message.Hello(
                        id, ProcessHandle.current().pid(), environment.get("CLUTCH_TOKEN"));
        try {
            var accepted =
                    WorkerLink.connect(
                            Path.of(environment.get("CLUTCH_LINK")), hello, CONNECT_TIMEOUT);
            var runtime = new WorkerRuntime(id, accepted.link(), accepted.welcome(), signals);
            WorkerLog.level(LogLevel.of(accepted.welcome().log()));
            runtime.begin(instrumentation);
        } catch (IOException e) {
            throw new WorkerStartException(
                    "worker %d cannot join its master (pid %s): %s"
                            .formatted(id.slot(), environment.get("CLUTCH_MASTER"), e.getMessage()),
                    e);
        }
    }

    private void begin(Instrumentation instrumentation) {
        Api.install(state);
        Beans.install(server -> notification = WorkerBean.register(server, state));
        Sockets.install(binder);
        try {
            Weaver.weave(instrumentation);
        } catch (WeaveException e) {
            WorkerLog.warn(
                    "worker {} cannot share its sockets with others, because this JVM does not let"
                            + " the hooks in: {}",
                    state.slot(),
                    e.getMessage());
        }
        signals.handle("TERM", () -> shutdown.begin("it got a TERM signal", "TERM"));
        // A terminal sends both to the whole group, and the master knows what to do.
        signals.handle("INT", () -> {});
        signals.handle("HUP", () -> {});
        link.start(this::receive, this::masterGone);
    }

    private void receive(Message.FromMaster message) {
        if (message instanceof Message.Grant grant) {
            binder.granted(grant);
        } else if (message instanceof Message.Stop stop) {
            shutdown.begin(stop.cause(), stop.signal());
        } else if (message instanceof Message.Leader leader) {
            state.leader(leader.leader());
        } else if (message instanceof Message.Workers workers) {
            state.workers(workers.workers());
        } else if (message instanceof Message.DumpThreads) {
            ThreadDump.write(signals);
            link.send(new Message.ThreadsDumped());
        }
    }

    private void masterGone() {
        binder.alone();
        shutdown.begin("the master is gone", "TERM");
    }

    private void deliver() {
        event.deliver();
        if (named != null) {
            named.call();
        }
        notification.run();
    }
}
