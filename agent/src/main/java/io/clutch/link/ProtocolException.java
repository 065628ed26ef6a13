package io.clutch.link;

import java.io.IOException;

/** Says that what came over a link is not what the other side of this version would send. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
