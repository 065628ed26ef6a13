package io.clutch.worker;

import io.clutch.hook.Api;
import io.clutch.hook.Beans;
import io.clutch.hook.Binds;
import io.clutch.hook.Closes;
import io.clutch.hook.Libraries;
import io.clutch.link.Message;
import io.clutch.link.WorkerLink;
import io.clutch.options.LogLevel;
import io.clutch.posix.Posix;
import io.clutch.posix.Signals;
import io.clutch.weave.Redefinition;
import io.clutch.weave.Weaver;
import io.clutch.weave.WeavingException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes this JVM a worker and, from then on, does what the master says. */
public final class WorkerRuntime {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final WorkerEnvironment environment;
    private final Signals signals;
    private final WorkerLog log;
    private final Standing standing;
    private final Membership membership;
    private final Optional<SharedPaths> paths;
    private final BindDesk binds;
    private final BeanDesk beans;
    private final Duration drain;
    private final DrainedRequests requests;
    private final ShutdownSequence shutdown;
    private final ThreadDump threadDump;
    private final OrphanedProcess orphaned;
    private final WorkerLink link;

    private WorkerRuntime(
            WorkerEnvironment environment,
            Signals signals,
            WorkerLink link,
            Message.Welcome welcome,
            Optional<Posix> posix,
            Instrumentation instrumentation) {
        this.environment = environment;
        this.signals = signals;
        this.link = link;
        log = new LazyLog(LogLevel.of(welcome.log()));
        standing = new Standing(environment.worker(), welcome.workers(), welcome.leader());
        var binding = posix.filter(p -> welcome.binds());
        paths = binding.map(p -> new SharedPaths(p, environment.directory(), log));
        var handOver = binding.map(p -> new HandOver(p, paths.orElseThrow(), log));
        var served = new ServedAddresses();
        binds = new BindDesk(link::send, new ReusePortForm(), handOver, standing, served, log);
        beans = new BeanDesk(standing, log);
        var loader = new ClassLoaderOfApplication(Thread.currentThread());
        var method = new ShutdownMethod(welcome.onShutdown(), loader, log);
        var event = new ShutdownEvent(loader, method, beans, log);
        membership = new Membership(standing, event);
        drain = welcome.drain();
        requests =
                new DrainedRequests(
                        posix,
                        served,
                        paths,
                        instrumentation::getAllLoadedClasses,
                        this::tellLast,
                        log);
        shutdown =
                new ShutdownSequence(
                        standing,
                        event,
                        this::tellLast,
                        requests,
                        new SignalledEnd(signals, log),
                        log);
        threadDump = new ThreadDump(signals);
        orphaned =
                new OrphanedProcess(
                        this::hasMaster,
                        welcome.grace(),
                        binds::closeDoors,
                        threadDump::write,
                        Runtime.getRuntime()::halt,
                        log);
    }

    private boolean hasMaster() {
        var parent = ProcessHandle.current().parent();
        return parent.isPresent() && environment.master().equals(Long.toString(parent.get().pid()));
    }

    /**
     * Connects to the master and prepares this JVM; the application's {@code main} is to follow in
     * the calling thread.
     *
     * @param instrumentation must be able to redefine classes
     * @param environment the process's environment, with what the master added
     * @throws WorkerStartException if the master cannot be reached, or does not want this worker;
     *     the process must not go on then: nobody supervises it, and it could hold the port for
     *     ever
     */
    public static void start(
            Instrumentation instrumentation, Map<String, String> environment, Signals signals)
            throws WorkerStartException {
        var worker = WorkerEnvironment.of(environment);
        var hello =
                new Message.Hello(worker.worker(), ProcessHandle.current().pid(), worker.token());
        try {
            var library = WorkerLibrary.load(environment, instrumentation);
            var accepted =
                    WorkerLink.connect(worker.link(), hello, CONNECT_TIMEOUT, library.posix());
            var runtime =
                    new WorkerRuntime(
                            worker,
                            signals,
                            accepted.link(),
                            accepted.welcome(),
                            library.posix(),
                            instrumentation);
            library.tell(runtime.log);
            runtime.install(instrumentation);
        } catch (IOException e) {
            throw new WorkerStartException(
                    "worker %d cannot join its master (process %s): %s"
                            .formatted(worker.worker().slot(), worker.master(), e.getMessage()),
                    e);
        }
    }

    private void install(Instrumentation instrumentation) {
        Api.install(membership);
        Binds.install(binds);
        Closes.install(binds::closed);
        paths.ifPresent(shared -> Closes.gate(shared::closing));
        Beans.install(beans);
        Libraries.install(new NativeLibraries(instrumentation, log)::loaded);
        weave(instrumentation);
        Runtime.getRuntime().addShutdownHook(daemon(shutdown::jvmEnds, "clutch-exit"));
        handleSignals();
        link.start(this::received, this::linkLost);
    }

    private void weave(Instrumentation instrumentation) {
        try {
            Redefinition.apply(instrumentation, Weaver.weave());
        } catch (WeavingException | LinkageError e) {
            log.warn(
                    "this worker cannot share its ports, nor does the master know of them: "
                            + e.getMessage());
        }
    }

    private void handleSignals() {
        signals.handle("TERM", () -> shutdown.term(ownCause("TERM was sent to the worker", true)));
        // A terminal sends these to the whole group, and what they mean is the master's business.
        signals.handle("INT", () -> {});
        signals.handle(ThreadDump.MARK, threadDump::marked);
    }

    /** Says something before the process may end at any moment. */
    private void tellLast(Message.FromWorker message) {
        link.send(message);
        link.flush();
    }

    /** Runs on the link's thread, so must not block. */
    private void received(Message.FromMaster message) {
        if (message instanceof Message.Grant grant) {
            binds.granted(grant);
        } else if (message instanceof Message.Stop stop) {
            shutdown.begin(
                    new StopCause(
                            stop.cause(), stop.signal(), true, stop.drain(), stop.othersGoOn()));
        } else if (message instanceof Message.SteeredOut) {
            requests.steeredOut();
        } else if (message instanceof Message.Leader leader) {
            standing.leader(leader.leader());
        } else if (message instanceof Message.Workers workers) {
            standing.workers(workers.workers());
        } else if (message instanceof Message.DumpThreads) {
            daemon(this::dumpThreads, "clutch-dump").start();
        }
    }

    private void dumpThreads() {
        threadDump.write();
        link.send(new Message.ThreadsDumped());
    }

    private void linkLost() {
        // Those who wait bind alone now, which can do no harm in a process that is about to end.
        binds.linkLost();
        var cause = "the link to the master (process " + environment.master() + ") is lost";
        orphaned.begin();
        log.warn(cause + "; this worker stops");
        shutdown.begin(ownCause(cause, false));
    }

    private StopCause ownCause(String text, boolean othersGoOn) {
        return new StopCause(text, "TERM", false, drain, othersGoOn);
    }

    private static Thread daemon(Runnable body, String name) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }
}
