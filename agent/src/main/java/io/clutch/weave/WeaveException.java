package io.clutch.weave;

/** Says that the hooks could not be woven into this JDK. */
public final class WeaveException extends Exception {

    private static final long serialVersionUID = 1L;

    WeaveException(Throwable cause) {
        super(cause.toString(), cause);
    }
}
