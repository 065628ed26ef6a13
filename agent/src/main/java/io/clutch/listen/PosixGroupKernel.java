package io.clutch.listen;

import io.clutch.posix.Posix;
import io.clutch.posix.PosixException;

/** The kernel that this process runs on. */
record PosixGroupKernel(Posix posix) implements GroupKernel {

    private static final String NO_PROGRAM = "ENOENT";

    @Override
    public void attach(int descriptor, Program program) throws PosixException {
        posix.attachReuseportProgram(descriptor, program.bytes());
    }

    @Override
    public void detach(int descriptor) throws PosixException {
        detachIfAny(descriptor);
    }

    /** Returns whether a program was attached. */
    boolean detachIfAny(int descriptor) throws PosixException {
        try {
            posix.detachReuseportProgram(descriptor);
            return true;
        } catch (PosixException e) {
            if (e.errnoName().equals(NO_PROGRAM)) {
                return false;
            }
            throw e;
        }
    }
}
