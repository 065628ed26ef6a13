package io.clutch.it.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The load client from a command line. Arguments are {@code key=value}: {@code port} (the only one
 * that must be there), {@code path}, {@code connections}, {@code keep-alive=true}, {@code rate} in
 * requests per second, {@code think} and {@code timeout} in milliseconds, {@code addresses}, {@code
 * lanes}; and what ends it: {@code requests}, {@code seconds}, or else the end of standard input.
 *
 * <p>It prints one line, and the first losses on standard error; its exit status is 0, or 1 if
 * there were losses.
 */
public final class LoadMain {

    private LoadMain() {}

    /** Runs one load. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var given = new HashMap<String, String>();
        Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .forEach(pair -> given.put(pair[0], pair.length == 2 ? pair[1] : "true"));
        var seconds = Long.parseLong(given.getOrDefault("seconds", "0"));
        given.remove("seconds");
        var load = Load.start(plan(given));
        if (seconds > 0) {
            TimeUnit.SECONDS.sleep(seconds);
        } else if (!given.containsKey("requests")) {
            while (System.in.read() >= 0) {
                // Until it ends.
            }
        } else {
            while (!load.isOver()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        var ledger = load.stop();
        System.out.println(ledger.summary());
        ledger.failures().stream().limit(50).forEach(System.err::println);
        System.exit(ledger.losses() == 0 && ledger.balances() ? 0 : 1);
    }

    private static LoadPlan plan(Map<String, String> given) {
        var plan = LoadPlan.on(Integer.parseInt(given.get("port")));
        for (var entry : given.entrySet()) {
            plan = with(plan, entry.getKey(), entry.getValue());
        }
        return plan;
    }

    private static LoadPlan with(LoadPlan plan, String key, String value) {
        return switch (key) {
            case "port" -> plan;
            case "path" -> plan.withPath(value);
            case "connections" -> plan.withConnections(Integer.parseInt(value));
            case "keep-alive" -> Boolean.parseBoolean(value) ? plan.withKeepAlive() : plan;
            case "rate" -> plan.withRate(Double.parseDouble(value));
            case "requests" -> plan.withRequests(Long.parseLong(value));
            case "think" -> plan.withThink(Duration.ofMillis(Long.parseLong(value)));
            case "timeout" -> plan.withTimeout(Duration.ofMillis(Long.parseLong(value)));
            case "addresses" -> plan.withAddresses(Integer.parseInt(value));
            case "lanes" -> plan.withLanes(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("no such argument: " + key);
        };
    }
}
