package io.clutch.posix;

import java.io.IOException;

/** A system call that failed; the message is {@code bind: EADDRINUSE (Address already in use)}. */
public final class PosixException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Creates one.
     *
     * @param call what was called
     * @param errno the kernel's error number, positive
     */
    PosixException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** Returns the kernel's error number. */
    public int errno() {
        return errno;
    }

    /** Returns its name, as in {@code EADDRINUSE}; {@code errno 123} if it has none here. */
    public String errnoName() {
        return Errno.nameOf(errno);
    }
}
