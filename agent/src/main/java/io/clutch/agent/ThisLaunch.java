package io.clutch.agent;

import io.clutch.jvm.RuntimeArguments;
import io.clutch.posix.ProcFs;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;

/** The facts about this JVM's launch, each found out when it is asked for. */
final class ThisLaunch implements LaunchFacts {

    private final String ownArguments;
    private final Instrumentation instrumentation;
    private List<String> runtimeArguments;

    /**
     * Creates the facts.
     *
     * @param ownArguments what the JVM passed to this call of the agent; may be {@code null}
     */
    ThisLaunch(String ownArguments, Instrumentation instrumentation) {
        this.ownArguments = ownArguments;
        this.instrumentation = instrumentation;
    }

    @Override
    public String osName() {
        return System.getProperty("os.name", "");
    }

    @Override
    public String command() {
        return System.getProperty("sun.java.command", "");
    }

    @Override
    public String mainModule() {
        return System.getProperty("jdk.module.main", "");
    }

    @Override
    public String property(String name) {
        return System.getProperty(name);
    }

    /** Returns all system properties that are text. */
    static Map<String, String> systemProperties() {
        Map<String, String> texts = new HashMap<>();
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, properties.getProperty(name));
        }
        return texts;
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public long parentPid() {
        try {
            return ProcFs.system().parentPid();
        } catch (IOException e) {
            Optional<ProcessHandle> parent = ProcessHandle.current().parent();
            return parent.isPresent() ? parent.get().pid() : -1;
        }
    }

    @Override
    public boolean exists(String pid) {
        return new File("/proc", pid).exists();
    }

    @Override
    public List<String> runtimeArguments() {
        if (runtimeArguments == null) {
            runtimeArguments = RuntimeArguments.of(instrumentation);
        }
        return runtimeArguments;
    }

    @Override
    public List<String> agentArguments() {
        List<String> all = AgentOption.argumentsOf(AgentOption.ownJar(), runtimeArguments());
        return all.isEmpty() ? argumentsOfThisCall() : all;
    }

    @Override
    public List<String> knownAgentArguments() {
        return runtimeArguments == null ? argumentsOfThisCall() : agentArguments();
    }

    private List<String> argumentsOfThisCall() {
        return ownArguments == null ? List.of() : List.of(ownArguments);
    }

    @Override
    public SortedSet<Integer> listeningPorts() {
        return ProcFs.system().listeningPorts();
    }
}
