package io.clutch.drain;

import io.clutch.posix.TcpInfo;
import java.util.HashMap;
import java.util.Map;

/** Samples written down: {@code "s=8 r=20 unacked=1"}; what is not named is as usual. */
final class Samples {

    private Samples() {}

    static Sample of(String text) {
        var values = new HashMap<String, String>();
        for (var word : text.strip().split(" +")) {
            int equals = word.indexOf('=');
            values.put(equals < 0 ? word : word.substring(0, equals), word.substring(equals + 1));
        }
        long sent = number(values, "s", 0);
        var sample =
                new Sample(
                        state(values.getOrDefault("state", "established")),
                        sent,
                        number(values, "r", 0),
                        number(values, "a", sent),
                        number(values, "rtt", 1),
                        number(values, "unread", 0),
                        number(values, "unsent", 0),
                        number(values, "unacked", 0),
                        number(values, "bytes", 1000),
                        number(values, "in", 20),
                        number(values, "out", 20),
                        values.containsKey("prompt"));
        var known = "s r a rtt unread unsent unacked bytes in out prompt state";
        for (var name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + " in " + text);
            }
        }
        return sample;
    }

    private static long number(Map<String, String> values, String name, long otherwise) {
        return Long.parseLong(values.getOrDefault(name, Long.toString(otherwise)));
    }

    private static int state(String name) {
        return switch (name) {
            case "established" -> TcpInfo.ESTABLISHED;
            case "close-wait" -> TcpInfo.CLOSE_WAIT;
            case "fin-wait-1" -> 4;
            case "fin-wait-2" -> 5;
            case "closed" -> 7;
            case "last-ack" -> 9;
            case "closing" -> 11;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
