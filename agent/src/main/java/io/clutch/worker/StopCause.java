package io.clutch.worker;

/**
 * Why a worker stops.
 *
 * @param text the reason, in words for the log
 * @param signal the name of the signal behind it, {@code TERM} where there was none
 * @param fromMaster whether the master asked for it, and so need not be told
 */
record StopCause(String text, String signal, boolean fromMaster) {

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
