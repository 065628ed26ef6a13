package io.clutch.link;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** At least one message of every kind, with the values at the edges of what is allowed. */
final class Samples {

    static final Message.Hello HELLO = hello(2, 5);

    private static final String ODD = "größer, \"quoted\"\n\0 😀";

    static final List<Message> ALL =
            List.of(
                    HELLO,
                    new Message.Hello(
                            new WorkerId(Integer.MAX_VALUE, Integer.MAX_VALUE), Long.MAX_VALUE, ""),
                    new Message.BindRequest(1, "0.0.0.0", 8080, 0, false),
                    new Message.BindRequest(2, "0.0.0.0", 5701, 0, false, 50, "Hazelcast", -1),
                    new Message.BindRequest(-1, "::1", 0, Integer.MAX_VALUE, true),
                    new Message.BindRequest(Long.MIN_VALUE, "", 65535, 0, true),
                    new Message.BindPathRequest(8, "ä.sock", "/run/ä.sock", false, 7, -1),
                    new Message.Bound(Long.MAX_VALUE, 1),
                    new Message.Bound(8, 0),
                    new Message.Bound(7, 65535),
                    new Message.BindFailed(3, ODD),
                    new Message.Closed(4),
                    new Message.Stopping(ODD),
                    new Message.ThreadsDumped(),
                    new Message.Drained(ODD),
                    new Message.SteeredOut(),
                    new Message.Welcome(
                            1,
                            true,
                            true,
                            Duration.ofMillis(22_500),
                            Duration.ofSeconds(30),
                            "",
                            "debug"),
                    new Message.Stop("reload", "HUP", Duration.ofHours(24)),
                    new Message.Alive(),
                    new Message.Welcome(4, true, "com.example.Main#bye", "info"),
                    new Message.Welcome(0, false, "", ""),
                    new Message.Refused(ODD),
                    new Message.Grant(9, Message.Grant.Kind.EXCLUSIVE, 0),
                    new Message.Grant(9, Message.Grant.Kind.SHARED, 65535),
                    new Message.Grant(9, Message.Grant.Kind.OWN, 5702),
                    new Message.Stop("reload", "TERM"),
                    new Message.Stop("reload", "TERM", Duration.ZERO, true),
                    new Message.Leader(true),
                    new Message.Leader(false),
                    new Message.Workers(254),
                    new Message.DumpThreads());

    private Samples() {}

    static Message.Hello hello(int slot, int generation) {
        return new Message.Hello(
                new WorkerId(slot, generation), 4711, "0123456789abcdef0123456789abcdef");
    }

    static byte[] bytes(Message message) {
        var frame = Codec.encode(message);
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** Returns every record that is a message. */
    static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(Samples::kinds)
                : Stream.of(type);
    }
}
