package io.clutch.master;

import io.clutch.link.Message;
import io.clutch.link.WorkerId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** One worker process, from its start to its end. */
final class Worker {

    private final WorkerId id;
    private final long pid;
    private final String token;
    private final long startedNanos;
    private final Deadline deadline = new Deadline();
    private final Map<Long, Binds.Asked> binds = new HashMap<>();
    private WorkerState state = WorkerState.STARTING;
    private Line line;
    private boolean everLinked;
    private boolean served;
    private long servedNanos;
    private boolean listened;
    private String trouble = "";
    private long notSilentBefore;
    private OptionalLong silentSince = OptionalLong.empty();
    private Departure departure;
    private Message.Stop stop;

    Worker(WorkerId id, long pid, String token, long startedNanos) {
        this.id = id;
        this.pid = pid;
        this.token = token;
        this.startedNanos = startedNanos;
        this.notSilentBefore = startedNanos;
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
        listened |= next == WorkerState.LISTENING || next == WorkerState.SERVING;
        if (next == WorkerState.SERVING) {
            served = true;
            servedNanos = now;
        }
        return true;
    }

    boolean isServing() {
        return state == WorkerState.SERVING;
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

    /** Returns when it was last heard of, or, if that is later, when it was last excused. */
    long heardNanos() {
        long heard = line == null ? startedNanos : line.heardNanos();
        return heard - notSilentBefore > 0 ? heard : notSilentBefore;
    }

    /** Excuses its silence so far. */
    void excuse(long now) {
        notSilentBefore = now;
    }

    /** Notes that it is silent, until something is heard that came later than what has. */
    void fallSilent() {
        silentSince = OptionalLong.of(line.heardNanos());
    }

    boolean isSilent() {
        return silentSince.isPresent();
    }

    /**
     * Notes that it is silent no more, if that is so; returns for how long it was, empty if nothing
     * has changed.
     */
    OptionalLong speakAgain() {
        if (line == null || silentSince.isEmpty()) {
            return OptionalLong.empty();
        }
        long silence = line.heardNanos() - silentSince.getAsLong();
        if (silence <= 0) {
            return OptionalLong.empty();
        }
        silentSince = OptionalLong.empty();
        return OptionalLong.of(silence);
    }

    /** Returns whether it has ever come to listen. */
    boolean listened() {
        return listened;
    }

    /** Returns why it is not ready although it listens, or why it hangs; empty if nobody knows. */
    String trouble() {
        return trouble;
    }

    void trouble(String reason) {
        trouble = reason;
    }

    /** Returns whether it has ever been ready. */
    boolean served() {
        return served;
    }

    /** Returns for how long it has been of use by now, 0 if it never was ready. */
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
    void begin(long requestId, Binds.Asked asked) {
        binds.put(requestId, asked);
    }

    /** Forgets a bind that is over; returns null if it is not known. */
    Binds.Asked end(long requestId) {
        return binds.remove(requestId);
    }
}
