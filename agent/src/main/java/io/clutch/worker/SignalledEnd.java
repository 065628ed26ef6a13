package io.clutch.worker;

import io.clutch.posix.Signals;

/** The real end of a process. */
final class SignalledEnd implements ProcessEnd {

    private static final String TERM = "TERM";

    private final Signals signals;
    private final WorkerLog log;

    SignalledEnd(Signals signals, WorkerLog log) {
        this.signals = signals;
        this.log = log;
    }

    @Override
    public boolean raiseToApplication() {
        return signals.foreignHandler(TERM).isPresent() && signals.raise(TERM);
    }

    @Override
    public void exit(int status) {
        try {
            System.exit(status);
        } catch (SecurityException e) {
            log.warn("the application's security manager forbids System.exit: " + e.getMessage());
        }
    }
}
