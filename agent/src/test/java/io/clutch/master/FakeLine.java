package io.clutch.master;

import io.clutch.link.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line that keeps what is sent, and that tells whoever listens. */
final class FakeLine implements Line {

    final List<Message.FromMaster> sent = new ArrayList<>();
    private final Consumer<Message.FromMaster> other;
    LongSupplier heard = () -> 0;
    boolean closed;
    boolean broken;

    FakeLine(Consumer<Message.FromMaster> other) {
        this.other = other;
    }

    @Override
    public void send(Message.FromMaster message) {
        sent.add(message);
        other.accept(message);
    }

    @Override
    public long heardNanos() {
        return heard.getAsLong();
    }

    @Override
    public void close(String reason) {
        closed = true;
    }

    <T extends Message> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
