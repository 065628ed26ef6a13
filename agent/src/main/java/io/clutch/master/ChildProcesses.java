package io.clutch.master;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.ProcessStarter;
import io.clutch.jvm.StandardInput;
import io.clutch.jvm.StartedProcess;
import io.clutch.link.LinkServer;
import io.clutch.link.PrivateDirectory;
import io.clutch.link.WorkerId;
import io.clutch.posix.OutOfMemoryKills;
import io.clutch.posix.UnpackedLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The crew of real processes. */
final class ChildProcesses implements Crew {

    private static final int QUIT = 3;
    private static final int KILL = 9;
    private static final int TERM = 15;

    private static final Logger log = LoggerFactory.getLogger("clutch");

    private final LaunchCommand command;
    private final ProcessStarter starter;
    private final LinkServer links;
    private final Path socket;
    private final Path agentJar;
    private final Optional<UnpackedLibrary> nativeLibrary;

    /** Under -Xrs a JVM does not handle QUIT: it would end it. */
    private final boolean quitEnds;

    private final Consumer<Event> events;
    private final OutOfMemoryKills outOfMemoryKills = OutOfMemoryKills.system();

    // Until their end.
    private final Map<WorkerId, StartedProcess> processes = new ConcurrentHashMap<>();

    ChildProcesses(MasterSetup setup, LinkServer links, Path socket, Consumer<Event> events) {
        this.command = setup.command();
        this.starter = setup.starter();
        this.agentJar = setup.agentJar();
        this.nativeLibrary = setup.nativeLibrary();
        this.quitEnds = setup.jvmOptions().contains("-Xrs");
        this.links = links;
        this.socket = socket;
        this.events = events;
    }

    @Override
    public long start(WorkerId worker, String token, int workers) throws StartException {
        if (!Files.isReadable(agentJar)) {
            // Without it the JVM would end at once, with nothing but its own message.
            throw new StartException(
                    "agent jar %s is gone: workers cannot be replaced until it is back"
                            .formatted(agentJar));
        }
        ensureSocket();
        try {
            var started = command.forWorker(worker.slot(), workers);
            Map<String, String> environment = new HashMap<>(started.environment());
            environment.putAll(marks(worker, token, workers));
            var process =
                    starter.start(
                            started.arguments(),
                            environment,
                            worker.slot() == 1 ? StandardInput.INHERITED : StandardInput.SILENT);
            processes.put(worker, process);
            process.onExit(status -> ended(worker, status));
            return process.pid();
        } catch (IOException e) {
            throw new StartException("a worker cannot be started: " + e.getMessage());
        }
    }

    private void ensureSocket() throws StartException {
        try {
            links.ensurePresent();
        } catch (IOException e) {
            throw new StartException(
                    "%s is gone and cannot be made again (%s): workers cannot be started"
                            .formatted(socket, e));
        }
    }

    private Map<String, String> marks(WorkerId worker, String token, int workers)
            throws StartException {
        return Map.of(
                "CLUTCH_SLOT", Integer.toString(worker.slot()),
                "CLUTCH_WORKER", worker.slot() + "/" + workers,
                "CLUTCH_GENERATION", Integer.toString(worker.generation()),
                "CLUTCH_LINK", socket.toString(),
                "CLUTCH_TOKEN", token,
                "CLUTCH_MASTER", Long.toString(ProcessHandle.current().pid()),
                "CLUTCH_NATIVE", nativeLibrary());
    }

    /** Returns the file of the native library; empty if there is none. */
    private String nativeLibrary() throws StartException {
        if (nativeLibrary.isEmpty()) {
            return "";
        }
        try {
            // Cleaners of temporary directories take the directory as well.
            PrivateDirectory.again(
                    nativeLibrary.get().file().getParent(), Files.getOwner(socket.getParent()));
            nativeLibrary.get().ensurePresent();
        } catch (IOException e) {
            throw new StartException(
                    "%s is gone and cannot be made again (%s): workers cannot be started"
                            .formatted(nativeLibrary.get().file(), e));
        }
        return nativeLibrary.get().file().toString();
    }

    private void ended(WorkerId worker, int status) {
        processes.remove(worker);
        events.accept(new Event.Exited(worker, status));
    }

    @Override
    public void terminate(WorkerId worker) {
        signal(worker, TERM);
    }

    @Override
    public void dump(WorkerId worker) {
        if (!quitEnds) {
            signal(worker, QUIT);
        }
    }

    @Override
    public void kill(WorkerId worker) {
        signal(worker, KILL);
    }

    private void signal(WorkerId worker, int number) {
        var process = processes.get(worker);
        if (process == null) {
            return;
        }
        try {
            process.signal(number);
        } catch (IOException e) {
            log.debug("no signal {} for worker {}: {}", number, worker, e.getMessage());
        }
    }

    @Override
    public OptionalLong outOfMemoryKills() {
        return outOfMemoryKills.count();
    }
}
