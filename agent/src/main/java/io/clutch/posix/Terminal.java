package io.clutch.posix;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * The controlling terminal, if there was one when the process started.
 *
 * <p>Two signals mean one thing to a daemon and another to a job of a shell. HUP asks a daemon to
 * reload, but the kernel also sends it when a terminal is closed. TTIN and TTOU ask a master for
 * more or fewer workers, but the kernel also sends them to a whole background job of which one
 * process reads from, or writes to, its terminal.
 */
public final class Terminal {

    private static final int PGRP = 5;
    private static final int TTY = 7;
    private static final int TPGID = 8;

    private final ProcFs proc;
    private final boolean present;

    /** Looks whether there is a terminal now. */
    public Terminal(ProcFs proc) {
        this.proc = proc;
        this.present = proc.stat(TTY).orElse(0) != 0;
    }

    /** Returns whether there was a terminal and it has been closed. */
    public boolean hungUp() {
        if (!present) {
            return false;
        }
        try {
            new FileInputStream("/dev/tty").close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns whether this process belongs to a background job of a shell. */
    public boolean inBackground() {
        return proc.stat(TTY).orElse(0) != 0
                && proc.stat(TPGID).orElse(-1) != proc.stat(PGRP).orElse(-1);
    }
}
