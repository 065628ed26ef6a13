package io.clutch.master;

import java.util.ArrayList;
import java.util.List;

/** An operator who writes down what he is told. */
final class FakeReply implements Reply {

    final List<String> progress = new ArrayList<>();
    String done;
    String failed;

    @Override
    public void progress(String line) {
        progress.add(line);
    }

    @Override
    public void done(String line) {
        checkOpen();
        done = line;
    }

    @Override
    public void failed(String reason) {
        checkOpen();
        failed = reason;
    }

    boolean isOpen() {
        return done == null && failed == null;
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("answered twice");
        }
    }
}
