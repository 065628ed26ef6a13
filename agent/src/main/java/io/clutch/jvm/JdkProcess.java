package io.clutch.jvm;

import io.clutch.posix.Posix;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A process that the JDK has started. */
final class JdkProcess implements StartedProcess {

    /** They only wait. */
    private static final long STACK = 128 * 1024;

    private static final int KILL = 9;
    private static final int TERM = 15;

    // Kept until its end: a Process that nobody holds closes the pipe that is its child's input.
    private final Process process;

    private final Optional<Posix> posix;

    JdkProcess(Process process, Optional<Posix> posix) {
        this.process = process;
        this.posix = posix;
    }

    /** Returns the JDK's own view. */
    Process process() {
        return process;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void onExit(IntConsumer action) {
        Thread thread = new Thread(null, () -> await(action), "clutch-wait-" + pid(), STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void await(IntConsumer action) {
        while (true) {
            try {
                action.accept(process.waitFor());
                return;
            } catch (InterruptedException e) {
                // Nobody has reason to, and the end of a process must not be missed.
            }
        }
    }

    @Override
    public void signal(int number) throws IOException {
        if (!process.isAlive()) {
            return;
        }
        // Not Process.destroy(): that closes the child's input too.
        if (number == TERM) {
            process.toHandle().destroy();
        } else if (number == KILL) {
            process.toHandle().destroyForcibly();
        } else if (posix.isPresent()) {
            posix.get().signal((int) pid(), number);
        } else {
            new ProcessBuilder("kill", "-" + number, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        }
    }
}
