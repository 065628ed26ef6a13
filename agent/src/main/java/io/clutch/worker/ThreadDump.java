package io.clutch.worker;

import io.clutch.posix.Signals;

/** Writes what all threads are doing. */
final class ThreadDump {

    private ThreadDump() {}

    /**
     * Writes the JVM's own dump to the standard output, with locks and deadlocks, or where QUIT is
     * not to be had a plain one.
     */
    static void write(Signals signals) {
        if (signals.quit()) {
            return;
        }
        var text = new StringBuilder("Thread dump of worker " + ProcessHandle.current().pid());
        Thread.getAllStackTraces()
                .forEach(
                        (thread, frames) -> {
                            text.append("\n\n\"").append(thread.getName()).append("\" ");
                            text.append(thread.getState());
                            for (var frame : frames) {
                                text.append("\n\tat ").append(frame);
                            }
                        });
        System.out.println(text.append('\n'));
    }
}
