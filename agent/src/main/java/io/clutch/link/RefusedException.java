package io.clutch.link;

import java.io.IOException;

/** Says that the master does not take this worker in; the message is the master's reason. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
