package io.clutch.link;

/**
 * Tells that what the other end sent is not the link's protocol. The message says what was wrong
 * with it.
 */
public final class ProtocolException extends LinkException {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
