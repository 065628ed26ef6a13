package io.clutch.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The controlling terminal of this process.
 *
 * <p>Tells apart what one signal may mean: HUP from a terminal that closed or from an operator who
 * wants a reload, TTIN and TTOU from job control or from an operator who wants more or fewer
 * workers.
 */
public final class Terminal {

    private final ProcFs proc;
    private final Path device;
    private final boolean hadOne;

    private Terminal(ProcFs proc, Path device) {
        this.proc = proc;
        this.device = device;
        this.hadOne = canOpen();
    }

    /** Returns the terminal of this process, which may have none; to be asked for at the start. */
    public static Terminal ofThisProcess() {
        return of(ProcFs.system(), Path.of("/dev/tty"));
    }

    static Terminal of(ProcFs proc, Path device) {
        return new Terminal(proc, device);
    }

    /** Returns whether there was a terminal at the start and it is gone now. */
    public boolean hungUp() {
        return hadOne && !canOpen();
    }

    /** Returns whether there is a terminal and another process group is in its foreground. */
    public boolean inBackground() {
        try {
            ProcessStat stat = proc.stat();
            return stat.terminal() != 0 && stat.foregroundGroup() != stat.group();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean canOpen() {
        // The device file always exists; that it can be opened is what says that this process has a
        // terminal.
        try (var opened = new FileInputStream(device.toFile())) {
            return opened.getFD().valid();
        } catch (IOException e) {
            return false;
        }
    }
}
