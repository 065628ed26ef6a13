package io.clutch.weave;

/** Says that the JDK's classes could not be woven; the message names the class and the reason. */
public final class WeavingException extends Exception {

    private static final long serialVersionUID = 1L;

    WeavingException(String message, Throwable cause) {
        super(message, cause);
    }
}
