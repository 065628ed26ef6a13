package io.clutch.jvm;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts processes with exactly the given bytes as arguments. */
public interface ProcessStarter {

    /**
     * Starts a process. Working directory, standard output and standard error are inherited, and
     * nothing else is open.
     *
     * @param command the program and its arguments
     * @param environment the variables that are not as they were when this program was launched;
     *     US-ASCII names
     * @param input what the process reads from
     * @throws IOException if the system does not start it, or not with these bytes
     */
    StartedProcess start(List<byte[]> command, Map<String, String> environment, StandardInput input)
            throws IOException;
}
