package io.clutch.agent;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What there is to know about how this JVM was launched.
 *
 * <p>Asked for one by one, because some cost more than a JVM that is a mere tool should pay; those
 * come last.
 */
interface LaunchFacts {

    /** Returns the operating system's name, as in {@code Linux}. */
    String osName();

    /**
     * Returns {@code sun.java.command}: the main class or jar file and its arguments; empty if
     * there is none.
     */
    String command();

    /**
     * Returns {@code jdk.module.main}: the module that was launched by its name; empty if none was.
     */
    String mainModule();

    /** Returns a system property, or {@code null}. */
    String property(String name);

    /** Returns the environment. */
    Map<String, String> environment();

    /** Returns the parent's process id, -1 if it is not known. */
    long parentPid();

    /** Returns whether a process with that id exists. */
    boolean exists(String pid);

    /**
     * Returns the options of the JVM, wherever they came from, in order; empty if they are not
     * known.
     */
    List<String> runtimeArguments();

    /**
     * Returns what follows {@code -javaagent:clutch.jar=}, for each time that this agent is named,
     * in order.
     */
    List<String> agentArguments();

    /**
     * As {@link #agentArguments}, as far as they are known at no cost: at least those of this call.
     */
    List<String> knownAgentArguments();

    /** Returns the ports that this JVM listens on already, before any application. */
    SortedSet<Integer> listeningPorts();
}
