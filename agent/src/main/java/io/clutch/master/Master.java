package io.clutch.master;

import io.clutch.link.Link;
import io.clutch.link.LinkListener;
import io.clutch.link.LinkServer;
import io.clutch.link.Message;
import io.clutch.link.PeerCheck;
import io.clutch.listen.Listeners;
import io.clutch.posix.SignalSource;
import io.clutch.posix.Terminal;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master: gives the supervisor its links, its processes, its signals and its thread.
 *
 * <p>The thread that calls {@link #run} owns the cluster's whole state. All others, those of links,
 * ended processes, signals and operators, only put events into its mailbox.
 */
public final class Master implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("clutch");
    private static final String SOCKET = "link.sock";
    private static final int TOKEN_BYTES = 16;

    /** An error of ours must not make the loop spin. */
    private static final long PAUSE_AFTER_ERROR = 100_000_000L;

    private final Mailbox mailbox = new Mailbox();
    private final SignalSource signals;
    private final Terminal terminal;
    private final LinkServer links;
    private final Supervisor supervisor;

    private Master(MasterSetup setup) throws IOException {
        signals = setup.signals();
        terminal = Terminal.ofThisProcess();
        var socket = setup.directory().resolve(SOCKET);
        links =
                LinkServer.open(
                        socket, PeerCheck.ownerOf(setup.directory()), setup.posix(), new Posting());
        var identity =
                new StatusReport.Identity(
                        ClusterName.of(setup.options(), setup.command(), setup.mainCommand()),
                        ProcessHandle.current().pid(),
                        setup.version());
        var rules = Rules.of(setup.options(), setup.jvmOptions());
        if (rules.hangTimeout().compareTo(setup.options().hangTimeout()) != 0) {
            log.debug(
                    "hang-timeout is 0: a debugger is among the JVM's options, and a breakpoint"
                            + " stops every thread");
        }
        var listeners =
                setup.posix()
                        .map(
                                posix ->
                                        Listeners.of(
                                                posix, Optional.of(setup.directory()), log::warn));
        supervisor =
                new Supervisor(
                        rules,
                        new Supervisor.Surroundings(
                                new ChildProcesses(setup, links, socket, mailbox::post),
                                listeners
                                        .<Traffic>map(SteeredTraffic::new)
                                        .orElse(Traffic.UNSTEERED),
                                new HttpProber(setup.version(), mailbox::post),
                                TimeSource.SYSTEM,
                                new Random(),
                                tokens(),
                                log,
                                identity,
                                setup.jvmOptions().contains("-XX:+ExitOnOutOfMemoryError"),
                                listeners,
                                new Banner(identity, setup.options())::text));
    }

    private static Supplier<String> tokens() {
        var random = new SecureRandom();
        return () -> {
            var bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }

    /**
     * Makes a master that can be reached, and has not started anything.
     *
     * @throws IOException if the link's socket cannot be made in the control directory
     */
    public static Master create(MasterSetup setup) throws IOException {
        return new Master(setup);
    }

    /** Returns what an operator's tools talk to; answers as soon as the master runs. */
    public Cluster cluster() {
        return mailbox;
    }

    /**
     * Starts the cluster and runs it, on the calling thread, until it has ended.
     *
     * @return the status to end this process with
     */
    public int run() {
        watchSignals();
        if (!guarded(supervisor::begin)) {
            close();
            return 1;
        }
        boolean well = true;
        while (supervisor.status().isEmpty()) {
            long wait = supervisor.nextWake();
            var event = mailbox.take(well ? wait : Math.max(wait, PAUSE_AFTER_ERROR));
            log.trace("{}", event.getClass().getSimpleName());
            well = guarded(() -> supervisor.handle(event));
        }
        close();
        return supervisor.status().getAsInt();
    }

    /** A bug in one decision must not end the supervision of processes that serve. */
    private static boolean guarded(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | LinkageError e) {
            log.error("bug in the master, which goes on; please report it", e);
            return false;
        }
    }

    private void watchSignals() {
        for (var name : List.of("TERM", "INT")) {
            watch(name, () -> mailbox.post(new Event.Signalled(name)));
        }
        watch(
                "HUP",
                () ->
                        mailbox.post(
                                terminal.hungUp()
                                        ? new Event.HungUp()
                                        : new Event.Signalled("HUP")));
        for (var name : List.of("TTIN", "TTOU")) {
            watch(name, () -> scaleUnlessJobControl(name));
        }
    }

    private void watch(String name, Runnable action) {
        if (!signals.handle(name, action)) {
            log.debug("{} is left to the JVM: it cannot be handled, or is ignored", name);
        }
    }

    private void scaleUnlessJobControl(String name) {
        if (terminal.inBackground()) {
            log.debug("{} is the terminal's, for a process in its background: ignored", name);
        } else {
            mailbox.post(new Event.Signalled(name));
        }
    }

    /** Closes the links; workers that are left shut down. Needs no call after {@link #run}. */
    @Override
    public void close() {
        mailbox.close();
        links.close();
    }

    /** Passes what the link thread hears on. */
    private final class Posting implements LinkListener {

        @Override
        public void hello(Link link, Message.Hello hello) {
            mailbox.post(new Event.Hello(new LinkLine(link), hello));
        }

        @Override
        public void message(Link link, Message.FromWorker message) {
            mailbox.post(new Event.FromWorker(new LinkLine(link), message));
        }

        @Override
        public void lost(Link link, String reason) {
            mailbox.post(new Event.LinkLost(new LinkLine(link), reason));
        }
    }
}
