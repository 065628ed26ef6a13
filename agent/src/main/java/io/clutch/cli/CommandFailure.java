package io.clutch.cli;

/**
 * Ends a command: the message is the one line that the user gets, the status is the exit status.
 */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    private CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Something was tried and failed. */
    static CommandFailure failed(String reason) {
        return new CommandFailure(ExitStatus.FAILED, reason);
    }

    /** There is no such master, or it is not clear which one is meant. */
    static CommandFailure noMaster(String reason) {
        return new CommandFailure(ExitStatus.NO_MASTER, reason);
    }

    int status() {
        return status;
    }
}
