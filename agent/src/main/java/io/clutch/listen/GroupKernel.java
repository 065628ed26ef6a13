package io.clutch.listen;

import java.io.IOException;

/** What a group asks of the kernel. Any socket of the group speaks for the whole group. */
interface GroupKernel {

    /** Lets the program choose for the group, instead of the one that did, if any. */
    void attach(int descriptor, Program program) throws IOException;

    /** Lets the kernel choose. Nothing happens if no program is attached. */
    void detach(int descriptor) throws IOException;
}
