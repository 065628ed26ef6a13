package io.clutch.master;

import io.clutch.link.Link;
import io.clutch.link.Message;

/** A line that is a real link. */
record LinkLine(Link link) implements Line {

    @Override
    public void send(Message.FromMaster message) {
        // False where it is closed: whoever closed it is about to tell the master, or was the
        // master.
        link.send(message);
    }

    @Override
    public long heardNanos() {
        return link.heardNanos();
    }

    @Override
    public void close(String reason) {
        link.close(reason);
    }
}
