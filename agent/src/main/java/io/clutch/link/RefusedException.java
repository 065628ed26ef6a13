package io.clutch.link;

/**
 * Tells that the master is there and does not take the worker in. The message is the master's own
 * reason.
 */
public final class RefusedException extends LinkException {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
