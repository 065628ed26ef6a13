package io.clutch.master;

import io.clutch.link.WorkerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Asks nobody; a test answers. */
final class FakeProber implements Prober {

    /** A question. */
    static final class FakeQuestion implements Question {
        final WorkerId worker;
        final String text;
        final int port;
        boolean asked;
        boolean cancelled;
        boolean answered;

        FakeQuestion(WorkerId worker, String text, int port) {
            this.worker = worker;
            this.text = text;
            this.port = port;
        }

        @Override
        public int sourcePort() {
            return port;
        }

        @Override
        public void ask() {
            asked = true;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    final List<FakeQuestion> questions = new ArrayList<>();
    boolean noPorts;

    @Override
    public Question prepare(WorkerId worker, InetSocketAddress where, String path)
            throws IOException {
        if (noPorts) {
            throw new IOException("no ports");
        }
        var text =
                "%s %s:%d%s"
                        .formatted(
                                worker, where.getAddress().getHostAddress(), where.getPort(), path);
        var question = new FakeQuestion(worker, text, 40_000 + questions.size());
        questions.add(question);
        return question;
    }

    /** Returns the question that waits for an answer, null if none does. */
    FakeQuestion open(WorkerId worker) {
        return questions.stream()
                .filter(q -> q.worker.equals(worker) && q.asked && !q.cancelled && !q.answered)
                .findFirst()
                .orElse(null);
    }
}
