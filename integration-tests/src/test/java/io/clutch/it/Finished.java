package io.clutch.it;

/**
 * What is left of a process that has ended.
 *
 * @param status its exit status, 128 plus the signal's number if a signal ended it
 * @param out its standard output
 * @param err its standard error
 */
record Finished(int status, String out, String err) {

    /** Standard error without the line by which a JVM says that it read JAVA_TOOL_OPTIONS. */
    Finished withoutPickedUp() {
        return new Finished(status, stripped(out), stripped(err));
    }

    private static String stripped(String text) {
        return text.replaceAll(
                "(?m)^(NOTE: )?Picked up (JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS): .*\\n", "");
    }
}
