package io.clutch.it.stacks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What every stack answers, and how many requests it was given. */
final class Echo {

    private static final String PREFIX = "/echo/";
    private static final long PID = ProcessHandle.current().pid();
    private static final LongAdder HANDLED = new LongAdder();

    private Echo() {}

    /** Is called when the server listens. */
    static void listening() {
        System.out.println("listening");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> System.out.println("handled " + HANDLED.sum())));
    }

    /**
     * The answer to a request, after its delay.
     *
     * @param path the request's path
     * @param query its query, {@code null} or empty if there is none
     * @return the body; {@code null}: no such resource
     */
    static String answer(String path, String query) throws InterruptedException {
        var answer = answer(path);
        if (answer != null) {
            var millis = millis(query);
            if (millis > 0) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        }
        return answer;
    }

    /** The same without the delay, for who must not sleep. */
    static String answer(String path) {
        if (!path.startsWith(PREFIX)) {
            return null;
        }
        HANDLED.increment();
        return "id=" + path.substring(PREFIX.length()) + ";pid=" + PID + ";\n";
    }

    /** The delay that a query asks for. */
    static long millis(String query) {
        return query == null || !query.startsWith("ms=") ? 0 : Long.parseLong(query.substring(3));
    }
}
