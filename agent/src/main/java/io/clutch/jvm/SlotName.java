package io.clutch.jvm;

/** Names of files that get the number of a slot into them. */
final class SlotName {

    static final String MARK = "{slot}";

    private SlotName() {}

    /** What a JVM, or an agent, makes of {@code %p} in the name of a file. */
    enum Pid {
        /** Nothing: it stays as it is. */
        LITERAL,
        /** The process id. */
        EXPANDED,
        /** The process id; and {@code %%} is a percent sign. */
        EXPANDED_WITH_ESCAPES
    }

    /** Returns whether two processes with different slots and ids get different names anyway. */
    static boolean isUnique(String name, Pid pid) {
        return name.contains(MARK)
                || switch (pid) {
                    case LITERAL -> false;
                    case EXPANDED -> name.contains("%p");
                    case EXPANDED_WITH_ESCAPES -> name.replace("%%", "").contains("%p");
                };
    }

    /**
     * Returns the name with the slot's number before the extension: {@code gc.log} becomes {@code
     * gc-2.log}. Slashes at the end stay at the end.
     */
    static String insert(String name, int slot) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '/') {
            end--;
        }
        int start = name.lastIndexOf('/', end - 1) + 1;
        int dot = name.lastIndexOf('.', end - 1);
        // A name that begins with its only dot is hidden, and has no extension.
        int at = dot > start && dot < end - 1 ? dot : end;
        return name.substring(0, at) + "-" + slot + name.substring(at);
    }
}
