package io.clutch.posix;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * System calls on processes, by the native library. Methods throw {@link PosixException} if the
 * kernel refuses. Safe for use by several threads.
 *
 * <p>Children that these methods start are strangers to {@link Process}, and to be waited for here.
 */
public final class Processes {

    private static final int SIGCHLD = 17;

    /** For {@link Posix}. */
    Processes() {}

    /**
     * Becomes another program: the process keeps its id, its working directory, its standard
     * descriptors and which signals it ignores; all else is gone, threads, descriptors and shutdown
     * hooks included. Returns only by exception, with everything as it was; but then each
     * descriptor above 2 is marked to be closed by {@code exec}.
     *
     * @param blocked the signals that are blocked from now on, until the program unblocks them; no
     *     others are
     */
    public void execute(Program program, SignalSet blocked) throws PosixException {
        int result = SystemCalls.execute(program.strings(), program.offsets(), blocked.bits());
        throw new PosixException("execve", -result);
    }

    /**
     * Starts a program in a process of its own, with this one's working directory and standard
     * descriptors; no other descriptors are open.
     *
     * @param input what it has as its standard input in place of this process's, -1 for nothing
     *     else
     * @param blocked the signals that are blocked in it; no others are
     * @param ignored the signals that are ignored in it; no others are
     * @return its process id; it is a zombie at its end until it is {@linkplain #reap reaped}
     */
    public int spawn(Program program, int input, SignalSet blocked, SignalSet ignored)
            throws PosixException {
        if (input < -1) {
            throw new IllegalArgumentException("descriptor: " + input);
        }
        return Posix.check(
                "clone and execve",
                SystemCalls.spawn(
                        program.strings(),
                        program.offsets(),
                        input,
                        blocked.bits(),
                        ignored.bits()));
    }

    /**
     * Waits until one of the children is dead, whoever started it, and returns its id. It stays a
     * zombie, and the same one may be returned again until somebody reaps it.
     *
     * @return empty if there is no child
     */
    public OptionalInt awaitDead() throws PosixException {
        while (true) {
            int result = SystemCalls.awaitDead();
            if (result == -Errno.ECHILD.number()) {
                return OptionalInt.empty();
            }
            if (result != -Errno.EINTR.number()) {
                return OptionalInt.of(Posix.check("waitid", result));
            }
        }
    }

    /**
     * Ends a zombie.
     *
     * @return its exit status, or 128 and the number of the signal that has killed it; empty if
     *     there is no such child, or it is alive
     */
    public OptionalInt reap(int pid) throws PosixException {
        if (pid < 1) {
            throw new IllegalArgumentException("process id: " + pid);
        }
        int result = SystemCalls.reap(pid);
        if (result == -Errno.ECHILD.number() || result == -Errno.EAGAIN.number()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Posix.check("waitid", result));
    }

    /**
     * Waits for a signal.
     *
     * @param signals those to wait for; all threads of this process must block them
     * @return its number
     */
    public int awaitSignal(SignalSet signals) throws PosixException {
        Objects.requireNonNull(signals);
        while (true) {
            int result = SystemCalls.awaitSignal(signals.bits());
            if (result != -Errno.EINTR.number()) {
                return Posix.check("rt_sigtimedwait", result);
            }
        }
    }

    /**
     * Sees to it that children that die become zombies: a process may have been started with their
     * signal ignored, and then the kernel forgets them.
     */
    public void keepDead() throws PosixException {
        Posix.check("rt_sigaction", SystemCalls.resetSignal(SIGCHLD));
    }

    /** Returns the two ends of a new pipe, which {@code exec} closes: to read, and to write. */
    public int[] pipe() throws PosixException {
        int[] ends = new int[2];
        Posix.check("pipe2", SystemCalls.pipe(ends));
        return ends;
    }
}
