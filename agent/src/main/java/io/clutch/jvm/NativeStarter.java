package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.clutch.posix.Posix;
import io.clutch.posix.PosixException;
import io.clutch.posix.ProcFs;
import io.clutch.posix.Program;
import io.clutch.posix.SignalSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Starts processes by the native library: bytes stay bytes, and they begin with what the launch of
 * this program began with, environment, blocked and ignored signals.
 *
 * <p>One thread waits for all children of this process, also for those that it has not started: as
 * process 1 of a container, it inherits everybody's. So in a process that uses this, nobody may
 * start any with {@link Process}.
 */
public final class NativeStarter implements ProcessStarter {

    private static final long STACK = 256 * 1024;
    private static final int INHERITED = -1;
    private static final byte[] USUAL_PATH = "/bin:/usr/bin".getBytes(US_ASCII);

    private final Posix posix;
    private final ProcFs proc;
    private final LaunchEnvironment environment;
    private final SignalSet blocked;
    private final SignalSet ignored;

    /**
     * Guards what follows, and that no child is reaped between the look whether it is alive and the
     * signal that is sent to it.
     */
    private final Object lock = new Object();

    private final Map<Integer, Child> children = new HashMap<>();
    private int silence = INHERITED;
    private boolean reaping;

    /**
     * Creates a starter.
     *
     * @param environment what processes have
     * @param blocked the signals that they have blocked
     * @param ignored the signals that they ignore
     */
    public NativeStarter(
            Posix posix, LaunchEnvironment environment, SignalSet blocked, SignalSet ignored) {
        this.posix = posix;
        this.environment = environment;
        this.blocked = blocked;
        this.ignored = ignored;
        this.proc = ProcFs.system();
    }

    @Override
    public StartedProcess start(
            List<byte[]> command, Map<String, String> variables, StandardInput input)
            throws IOException {
        Program program =
                new Program(paths(command.get(0)), command, environment.with(variables).entries());
        synchronized (lock) {
            if (!reaping) {
                posix.processes().keepDead();
                reaping = true;
                Thread thread = new Thread(null, this::reap, "clutch-reaper", STACK);
                thread.setDaemon(true);
                thread.start();
            }
            // Within the lock, so that it is known before anybody can find it dead.
            int pid = posix.processes().spawn(program, descriptor(input), blocked, ignored);
            Child child = new Child(pid);
            children.put(pid, child);
            lock.notifyAll();
            return child;
        }
    }

    /** Returns where the program may be, as the system's own search has it. */
    private List<byte[]> paths(byte[] name) {
        for (byte b : name) {
            if (b == '/') {
                return List.of(name);
            }
        }
        List<byte[]> paths = new ArrayList<>();
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        byte[] search = environment.value("PATH").orElse(USUAL_PATH);
        for (int i = 0; i <= search.length; i++) {
            if (i < search.length && search[i] != ':') {
                path.write(search[i]);
                continue;
            }
            if (path.size() > 0) {
                path.write('/');
            }
            path.writeBytes(name);
            paths.add(path.toByteArray());
            path.reset();
        }
        return paths;
    }

    private int descriptor(StandardInput input) throws PosixException {
        boolean nothing = proc.link(0).filter("/dev/null"::equals).isPresent();
        if (input == StandardInput.INHERITED || nothing) {
            return INHERITED;
        }
        if (silence == INHERITED) {
            // The other end stays open for as long as this process lives, and nobody writes to it.
            silence = posix.processes().pipe()[0];
        }
        return silence;
    }

    private void reap() {
        while (true) {
            try {
                OptionalInt dead = posix.processes().awaitDead();
                if (dead.isPresent()) {
                    reap(dead.getAsInt());
                } else {
                    awaitChild();
                }
            } catch (PosixException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                // Nobody has reason to, and the end of a process must not be missed.
            }
        }
    }

    private void reap(int pid) throws PosixException {
        Child child = null;
        OptionalInt status;
        synchronized (lock) {
            status = posix.processes().reap(pid);
            if (status.isPresent()) {
                child = children.remove(pid);
            }
        }
        if (child != null) {
            child.ended(status.getAsInt());
        }
    }

    /** Waits until there is a child to wait for. */
    private void awaitChild() throws InterruptedException {
        synchronized (lock) {
            while (children.isEmpty()) {
                lock.wait();
            }
        }
    }

    private final class Child implements StartedProcess {

        private final int pid;
        private Optional<IntConsumer> action = Optional.empty();
        private OptionalInt status = OptionalInt.empty();

        Child(int pid) {
            this.pid = pid;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public void onExit(IntConsumer wanted) {
            synchronized (this) {
                action = Optional.of(wanted);
                if (status.isEmpty()) {
                    return;
                }
            }
            wanted.accept(status.getAsInt());
        }

        void ended(int with) {
            synchronized (this) {
                status = OptionalInt.of(with);
            }
            action.ifPresent(wanted -> wanted.accept(with));
        }

        @Override
        public void signal(int number) throws IOException {
            synchronized (lock) {
                if (children.get(pid) == this) {
                    posix.signal(pid, number);
                }
            }
        }
    }
}
