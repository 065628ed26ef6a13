package io.clutch.listen;

import io.clutch.link.WorkerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** One Unix-domain listener, and who accepts from it. */
final class SharedPath {

    /** One worker's bind; {@code left} once its process has ended and the slot's next may come. */
    private record Holder(WorkerId worker, long requestId, boolean left) {}

    private final int listener;
    private final SocketFile file;
    private final List<Holder> holders = new ArrayList<>();
    private boolean lossTold;

    SharedPath(int listener, SocketFile file) {
        this.listener = listener;
        this.file = file;
    }

    /** Returns the listener's descriptor. */
    int listener() {
        return listener;
    }

    SocketFile file() {
        return file;
    }

    /** Adds a worker; it takes the place of the slot's last process, if that has left. */
    void join(WorkerId worker, long requestId) {
        leave(slot -> slot == worker.slot());
        holders.add(new Holder(worker, requestId, false));
    }

    boolean isHeldBy(WorkerId worker) {
        return holders.stream().anyMatch(h -> !h.left && h.worker.equals(worker));
    }

    /** Returns whether there was such a bind, which is over now. */
    boolean close(WorkerId worker, long requestId) {
        return holders.removeIf(
                h -> !h.left && h.worker.equals(worker) && h.requestId == requestId);
    }

    /** A worker's process has ended; its place is kept for the slot's next one, or is not. */
    void gone(WorkerId worker, boolean inherited) {
        if (inherited) {
            holders.replaceAll(
                    h -> h.worker.equals(worker) ? new Holder(worker, h.requestId, true) : h);
        } else {
            holders.removeIf(h -> !h.left && h.worker.equals(worker));
        }
    }

    /** Keeps no place any more for the next processes of those slots. */
    void leave(IntPredicate slots) {
        holders.removeIf(h -> h.left && slots.test(h.worker.slot()));
    }

    /**
     * Puts the file back, if it is gone.
     *
     * @return whether clients do not find the listener all the same, and nobody has been told yet
     */
    boolean isFreshlyLost() {
        boolean lost = !file.restore();
        boolean fresh = lost && !lossTold;
        lossTold = lost;
        return fresh;
    }

    /** Returns whether nobody accepts, nor will. */
    boolean isEmpty() {
        return holders.isEmpty();
    }

    SharedAddress describe() {
        Set<WorkerId> workers = new LinkedHashSet<>();
        holders.stream().filter(h -> !h.left).forEach(h -> workers.add(h.worker));
        return new SharedAddress(file.path().toString(), 0, List.copyOf(workers));
    }
}
