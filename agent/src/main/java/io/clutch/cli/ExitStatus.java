package io.clutch.cli;

/** The exit statuses of the command line. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NO_MASTER = 3;

    private ExitStatus() {}
}
