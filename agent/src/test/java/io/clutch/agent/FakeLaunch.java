package io.clutch.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A launch made up; of a server, on Linux, unless told otherwise. Remembers whether anybody asked
 * for what costs time.
 */
final class FakeLaunch implements LaunchFacts {

    String osName = "Linux";
    String command = "com.example.Shop";
    String mainModule = "";
    long parentPid = 1;
    boolean askedForOptions;
    boolean askedForPorts;
    List<String> runtimeArguments = List.of();
    List<String> agentArguments = List.of();
    final Map<String, String> properties = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    final Set<String> processes = new HashSet<>();
    final SortedSet<Integer> ports = new TreeSet<>();

    static FakeLaunch of(String command) {
        FakeLaunch launch = new FakeLaunch();
        launch.command = command;
        return launch;
    }

    FakeLaunch module(String name) {
        mainModule = name;
        return this;
    }

    FakeLaunch options(String... options) {
        runtimeArguments = List.of(options);
        return this;
    }

    FakeLaunch arguments(String... arguments) {
        agentArguments = List.of(arguments);
        return this;
    }

    @Override
    public String osName() {
        return osName;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public String mainModule() {
        return mainModule;
    }

    @Override
    public String property(String name) {
        return properties.get(name);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public long parentPid() {
        return parentPid;
    }

    @Override
    public boolean exists(String pid) {
        return processes.contains(pid);
    }

    @Override
    public List<String> runtimeArguments() {
        askedForOptions = true;
        return runtimeArguments;
    }

    @Override
    public List<String> agentArguments() {
        askedForOptions = true;
        return agentArguments;
    }

    @Override
    public List<String> knownAgentArguments() {
        return agentArguments.subList(0, Math.min(1, agentArguments.size()));
    }

    @Override
    public SortedSet<Integer> listeningPorts() {
        askedForPorts = true;
        return ports;
    }
}
