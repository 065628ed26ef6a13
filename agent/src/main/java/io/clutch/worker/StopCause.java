package io.clutch.worker;

import java.time.Duration;

/**
 * Why a worker stops, and how.
 *
 * @param text the reason, in words for the log
 * @param signal the name of the signal behind it, {@code TERM} where there was none
 * @param fromMaster whether the master asked for it, and so need not be told
 * @param drain for how long it may wait for its requests in progress
 * @param othersGoOn whether other workers accept from the listeners that it shares with them, or
 *     its successor will
 */
record StopCause(
        String text, String signal, boolean fromMaster, Duration drain, boolean othersGoOn) {

    /** Returns a cause that all workers have. */
    StopCause(String text, String signal, boolean fromMaster, Duration drain) {
        this(text, signal, fromMaster, drain, false);
    }

    /** Returns the status with which the JVM ends by its default handler of the signal. */
    int signalStatus() {
        return 128
                + switch (signal) {
                    case "HUP" -> 1;
                    case "INT" -> 2;
                    default -> 15;
                };
    }
}
