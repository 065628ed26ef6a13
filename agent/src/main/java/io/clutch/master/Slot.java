package io.clutch.master;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One slot. The current worker is the one it counts on; a reload puts a successor beside it; those
 * that are leaving have been replaced, or failed to replace, and are only waited for.
 */
final class Slot {

    private final int number;
    private final RestartPolicy policy;
    private final Deadline restart = new Deadline();
    private final Deadline orphans = new Deadline();
    private final Deadline look = new Deadline();
    private final List<Worker> leaving = new ArrayList<>();
    private int generation;
    private Worker current;
    private Worker successor;
    private boolean surplus;
    private int restarts;
    private String lastExit = "";
    private Instant lastExitAt = Instant.EPOCH;

    Slot(int number, RestartPolicy policy) {
        this.number = number;
        this.policy = policy;
    }

    int number() {
        return number;
    }

    RestartPolicy policy() {
        return policy;
    }

    /** Returns when its next process is to be started, if it has to wait for that. */
    Deadline restart() {
        return restart;
    }

    /** Returns when listeners are closed that the last process left and this one has not taken. */
    Deadline orphans() {
        return orphans;
    }

    /** Returns when to look whether anybody waits in a listener that a leaving process left. */
    Deadline look() {
        return look;
    }

    int generation() {
        return generation;
    }

    int nextGeneration() {
        return ++generation;
    }

    /** Returns the worker that it counts on, null if it has none. */
    Worker current() {
        return current;
    }

    void current(Worker worker) {
        current = worker;
    }

    /** Returns the worker that is to replace the current one, null if no reload is at this slot. */
    Worker successor() {
        return successor;
    }

    void successor(Worker worker) {
        successor = worker;
    }

    /** Makes the successor the current worker; returns the one that it replaces, or null. */
    Worker promote() {
        var old = current;
        current = successor;
        successor = null;
        if (old != null) {
            leaving.add(old);
        }
        return old;
    }

    /** Gives the successor up: it is only waited for. */
    void dropSuccessor() {
        leaving.add(successor);
        successor = null;
    }

    /** Gives the current worker up: it is only waited for. */
    void dropCurrent() {
        if (current != null) {
            leaving.add(current);
            current = null;
        }
    }

    /** Adds a worker that it does not count on. */
    void passing(Worker worker) {
        leaving.add(worker);
    }

    void remove(Worker worker) {
        leaving.remove(worker);
        if (worker == current) {
            current = null;
        }
        if (worker == successor) {
            successor = null;
        }
    }

    /** Returns every process of the slot. */
    List<Worker> workers() {
        return Stream.concat(leaving.stream(), Stream.of(current, successor).filter(w -> w != null))
                .toList();
    }

    /** Returns whether nothing serves it, and nothing is under way that will. */
    boolean isDown() {
        return current == null && successor == null && !restart.isSet() && !surplus;
    }

    boolean isServing() {
        return current != null && current.isServing();
    }

    /** Returns whether the slot is given up, and goes when its last process has ended. */
    boolean isSurplus() {
        return surplus;
    }

    void surplus(boolean isSurplus) {
        surplus = isSurplus;
    }

    int restarts() {
        return restarts;
    }

    void countRestart() {
        restarts++;
    }

    String lastExit() {
        return lastExit;
    }

    Instant lastExitAt() {
        return lastExitAt;
    }

    void lastExit(String reason, Instant at) {
        lastExit = reason;
        lastExitAt = at;
    }
}
