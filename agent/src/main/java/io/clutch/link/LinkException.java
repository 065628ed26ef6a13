package io.clutch.link;

import java.io.IOException;

/**
 * Tells that a link did not come about or cannot go on. The message is one line for the log: what
 * happened, with the values, and where there is something to do about it, what.
 */
public class LinkException extends IOException {

    private static final long serialVersionUID = 1L;

    LinkException(String message) {
        super(message);
    }

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
