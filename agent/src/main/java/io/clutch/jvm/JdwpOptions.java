package io.clutch.jvm;

import java.util.List;
import java.util.OptionalInt;

/**
 * A JVM option that loads the debugger's agent: {@code -agentlib:jdwp=…}, {@code
 * -agentpath:…/libjdwp.so=…} or {@code -Xrunjdwp:…}.
 *
 * <p>Without lambdas: also looked at in JVMs that turn out to be no master.
 */
public final class JdwpOptions {

    private static final String LIBRARY = "-agentlib:jdwp=";
    private static final String PATH = "-agentpath:";
    private static final String PATH_END = "/libjdwp.so";
    private static final String OLD = "-Xrunjdwp:";

    private static final int HIGHEST_PORT = 65535;

    private final String option;

    /** Where what the agent reads begins. */
    private final int start;

    private JdwpOptions(String option, int start) {
        this.option = option;
        this.start = start;
    }

    /** Returns what the option says, or {@code null} if it loads no debugger. */
    static JdwpOptions of(String option) {
        if (option.startsWith(LIBRARY)) {
            return new JdwpOptions(option, LIBRARY.length());
        }
        if (option.startsWith(OLD)) {
            return new JdwpOptions(option, OLD.length());
        }
        if (option.startsWith(PATH)) {
            int equals = option.indexOf('=');
            if (equals > 0 && option.substring(0, equals).endsWith(PATH_END)) {
                return new JdwpOptions(option, equals + 1);
            }
        }
        return null;
    }

    /**
     * Returns the port on which the JVM with these options listens for a debugger.
     *
     * @param jvmOptions the options of a JVM, in order
     * @return the port; empty if there is none, or the system chooses it
     */
    public static OptionalInt listeningPort(List<String> jvmOptions) {
        OptionalInt found = OptionalInt.empty();
        for (String option : jvmOptions) {
            JdwpOptions jdwp = of(option);
            if (jdwp != null && jdwp.port() > 0) {
                found = OptionalInt.of(jdwp.port());
            }
        }
        return found;
    }

    /** Returns the port to listen on; 0 if it does not listen, or the system chooses the port. */
    int port() {
        int[] place = place();
        return place == null ? 0 : Integer.parseInt(option.substring(place[0], place[1]));
    }

    /** Returns the option with another port to listen on. */
    String withPort(int port) {
        int[] place = place();
        return place == null
                ? option
                : option.substring(0, place[0]) + port + option.substring(place[1]);
    }

    /** Returns where the digits of the port are; {@code null} if it is not fixed. */
    private int[] place() {
        boolean server = false;
        boolean socket = false;
        int[] address = null;
        int i = start;
        while (i < option.length()) {
            int equals = option.indexOf('=', i);
            if (equals < 0) {
                return null;
            }
            int comma = option.indexOf(',', equals);
            int end = comma < 0 ? option.length() : comma;
            String name = option.substring(i, equals);
            String value = option.substring(equals + 1, end);
            switch (name) {
                case "server" -> server = value.equals("y");
                case "transport" -> socket = value.equals("dt_socket");
                case "address" -> {
                    // The port follows the last colon, also where the host is [::1].
                    int colon = value.lastIndexOf(':');
                    address = new int[] {equals + 1 + colon + 1, end};
                }
                default -> {
                    // Where it listens does not depend on it.
                }
            }
            i = end + 1;
        }
        return server && socket && address != null && isPort(address) ? address : null;
    }

    private boolean isPort(int[] place) {
        String digits = option.substring(place[0], place[1]);
        if (!isNumber(digits)) {
            return false;
        }
        int port = Integer.parseInt(digits);
        return port > 0 && port <= HIGHEST_PORT;
    }

    /** Returns whether it is a number of at most five digits. */
    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 5;
    }
}
