package io.clutch.admin;

/** A request that cannot be understood; the message is the one line that the client gets. */
final class BadRequest extends Exception {

    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}
