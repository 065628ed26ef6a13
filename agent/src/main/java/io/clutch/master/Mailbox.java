package io.clutch.master;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Where events wait for the master's thread; and so the door through which any other thread reaches
 * the cluster.
 */
final class Mailbox implements Cluster {

    private static final String OVER = "the cluster has ended";

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    void post(Event event) {
        events.add(event);
        if (closed) {
            // Either this thread sees it closed, or close() begins after the event was added and
            // finds it: nobody waits for an answer in vain.
            refuseAll();
        }
    }

    /** Returns the next event, or a tick if none comes within that time. */
    Event take(long nanos) {
        try {
            var event = nanos <= 0 ? events.poll() : events.poll(nanos, TimeUnit.NANOSECONDS);
            return event == null ? new Event.Tick() : event;
        } catch (InterruptedException e) {
            // Somebody wants this thread to end, which is not possible in any other way.
            return new Event.Signalled("TERM");
        }
    }

    /** Refuses what is waiting, and all that comes. */
    void close() {
        closed = true;
        refuseAll();
    }

    private void refuseAll() {
        for (var event = events.poll(); event != null; event = events.poll()) {
            if (event instanceof Event.Status e) {
                e.answer().completeExceptionally(new IllegalStateException(OVER));
            } else if (event instanceof Event.Reload e) {
                e.reply().failed(OVER);
            } else if (event instanceof Event.Scale e) {
                e.reply().failed(OVER);
            } else if (event instanceof Event.Stop e) {
                e.reply().done(OVER);
            }
        }
    }

    @Override
    public CompletableFuture<ClusterStatus> status() {
        var answer = new CompletableFuture<ClusterStatus>();
        post(new Event.Status(answer));
        return answer;
    }

    @Override
    public void reload(Reply reply) {
        post(new Event.Reload(reply));
    }

    @Override
    public void scale(int workers, Reply reply) {
        post(new Event.Scale(workers, reply));
    }

    @Override
    public void stop(boolean now, Reply reply) {
        post(new Event.Stop(now, reply));
    }
}
