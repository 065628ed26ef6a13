package io.clutch.master;

import io.clutch.jvm.LaunchCommand;
import io.clutch.jvm.ProcessStarter;
import io.clutch.jvm.StandardInput;
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

    /** They only wait. */
    private static final long STACK = 128 * 1024;

    private static final int QUIT = 3;

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

    // Kept until their end: a Process that nobody holds closes the pipe that is its child's input.
    private final Map<WorkerId, Process> processes = new ConcurrentHashMap<>();

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
            watch(worker, process);
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

    private void watch(WorkerId worker, Process process) {
        var thread = new Thread(null, () -> await(worker, process), "clutch-wait-" + worker, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void await(WorkerId worker, Process process) {
        while (true) {
            try {
                int status = process.waitFor();
                processes.remove(worker);
                events.accept(new Event.Exited(worker, status));
                return;
            } catch (InterruptedException e) {
                // Nobody has reason to, and the end of a process must not be missed.
            }
        }
    }

    @Override
    public void terminate(WorkerId worker) {
        var process = processes.get(worker);
        if (process != null) {
            // Not Process.destroy(): that closes the child's input too.
            process.toHandle().destroy();
        }
    }

    @Override
    public void dump(WorkerId worker) {
        var process = processes.get(worker);
        if (process == null || !process.isAlive() || quitEnds) {
            return;
        }
        try {
            quit(process.pid());
        } catch (IOException e) {
            log.debug("no QUIT for worker {}: {}", worker, e.getMessage());
        }
    }

    /** Sends a signal for which Java itself has no method. */
    private void quit(long pid) throws IOException {
        if (nativeLibrary.isPresent()) {
            nativeLibrary.get().posix().signal((int) pid, QUIT);
        } else {
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    @Override
    public void kill(WorkerId worker) {
        var process = processes.get(worker);
        if (process != null) {
            process.toHandle().destroyForcibly();
        }
    }

    @Override
    public OptionalLong outOfMemoryKills() {
        return outOfMemoryKills.count();
    }
}
