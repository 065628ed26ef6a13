package io.clutch.worker;

import io.clutch.link.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The master's answers that binding threads wait for.
 *
 * <p>There is no time limit: the master may well let a bind wait until another worker's bind of the
 * same address has ended. But the link's end ends all waiting.
 */
final class Grants {

    private final Map<Long, CompletableFuture<Message.Grant>> awaited = new HashMap<>();
    private boolean lost;

    /** Returns the future answer to a request, which is to be sent after this. */
    synchronized CompletableFuture<Message.Grant> expect(long id) {
        var answer = new CompletableFuture<Message.Grant>();
        if (lost) {
            answer.complete(null);
        } else {
            awaited.put(id, answer);
        }
        return answer;
    }

    /** Takes the master's answer. */
    void granted(Message.Grant grant) {
        CompletableFuture<Message.Grant> answer;
        synchronized (this) {
            answer = awaited.remove(grant.id());
        }
        if (answer != null) {
            answer.complete(grant);
        }
    }

    /** Answers everybody who waits, and whoever will, with {@code null}. */
    void lost() {
        Map<Long, CompletableFuture<Message.Grant>> open;
        synchronized (this) {
            lost = true;
            open = new HashMap<>(awaited);
            awaited.clear();
        }
        for (var answer : open.values()) {
            answer.complete(null);
        }
    }

    /**
     * Waits for an answer.
     *
     * <p>A bind does not end by an interrupt, so that this does not either; the interrupt is kept
     * for whatever the thread does next.
     *
     * @return {@code null} if the link is lost
     */
    static Message.Grant await(CompletableFuture<Message.Grant> answer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return null;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
