package io.clutch.listen;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Whether new clients are let in at all: until they are refused everywhere, for good. */
final class Entrance {

    private final Sockets sockets;
    private final Consumer<String> trouble;
    private boolean closed;
    private boolean troubleTold;

    Entrance(Sockets sockets, Consumer<String> trouble) {
        this.sockets = sockets;
        this.trouble = trouble;
    }

    /** Refuses new clients from now on. */
    void close(Collection<Group> groups) {
        closed = true;
        boolean all = true;
        for (var group : groups) {
            all &= group.closeDoor();
        }
        tellUnless(all);
    }

    /** Sees to it that nobody new is let in by a listener that is late; it is bound already. */
    void beforeListen(Listener listener) {
        if (closed) {
            tellUnless(sockets.closeDoor(List.of(listener)));
        }
    }

    private void tellUnless(boolean done) {
        if (!done && !troubleTold) {
            troubleTold = true;
            trouble.accept(
                    "new clients cannot be refused while workers stop (the kernel does not take"
                            + " SO_BINDTOIFINDEX): those that come too late are reset");
        }
    }
}
