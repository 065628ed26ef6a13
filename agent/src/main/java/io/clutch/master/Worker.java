package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.util.HashMap;
import java.util.Map;

/** One worker process, from its start to its end. */
final class Worker {

    private final WorkerId id;
    private final long pid;
    private final String token;
    private final long startedNanos;
    private final Deadline deadline = new Deadline();
    private final Map<Long, Message.BindRequest> binds = new HashMap<>();
    private WorkerState state = WorkerState.STARTING;
    private Line line;
    private boolean everLinked;
    private boolean served;
    private long servedNanos;
    private Departure departure;
    private Message.Stop stop;

    Worker(WorkerId id, long pid, String token, long startedNanos) {
        this.id = id;
        this.pid = pid;
        this.token = token;
        this.startedNanos = startedNanos;
    }

    WorkerId id() {
        return id;
    }

    long pid() {
        return pid;
    }

    String token() {
        return token;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Returns when the next thing is due that its state calls for. */
    Deadline deadline() {
        return deadline;
    }

    WorkerState state() {
        return state;
    }

    /** Moves on; returns false, and changes nothing, if that cannot be. */
    boolean become(WorkerState next, long now) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        deadline.clear();
        if (next == WorkerState.SERVING) {
            served = true;
            servedNanos = now;
        }
        return true;
    }

    /** Returns the link, null if it has none. */
    Line line() {
        return line;
    }

    void line(Line newLine) {
        line = newLine;
        everLinked |= newLine != null;
    }

    /** Returns whether it has, or had, a link. */
    boolean everLinked() {
        return everLinked;
    }

    /** Sends over the link, if there is one. */
    void send(Message.FromMaster message) {
        if (line != null) {
            line.send(message);
        }
    }

    /** Returns whether it has ever listened. */
    boolean served() {
        return served;
    }

    /** Returns for how long it has been of use by now, 0 if it never listened. */
    long servedFor(long now) {
        return served ? now - servedNanos : 0;
    }

    /** Returns why it goes, null if it is not on its way out. */
    Departure departure() {
        return departure;
    }

    void departure(Departure newDeparture) {
        departure = newDeparture;
    }

    /** Returns what it was told, or is to be told as soon as it has a link; null if nothing. */
    Message.Stop stop() {
        return stop;
    }

    void stop(Message.Stop newStop) {
        stop = newStop;
    }

    /** Notes a bind that has begun. */
    void begin(Message.BindRequest request) {
        binds.put(request.id(), request);
    }

    /** Forgets a bind that is over; returns null if it is not known. */
    Message.BindRequest end(long requestId) {
        return binds.remove(requestId);
    }
}
