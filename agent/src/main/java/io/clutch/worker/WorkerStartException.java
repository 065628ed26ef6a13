package io.clutch.worker;

/** Says why this process cannot be the worker that its environment says it is. */
public final class WorkerStartException extends Exception {

    private static final long serialVersionUID = 1L;

    WorkerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
