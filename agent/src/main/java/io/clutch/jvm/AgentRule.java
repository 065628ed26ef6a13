package io.clutch.jvm;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Other agents whose options name a file to write, or a port on which they listen natively. */
final class AgentRule implements OptionRule {

    /**
     * An agent.
     *
     * @param option the JVM option that loads it, up to what the agent itself reads
     * @param values what becomes of its options
     */
    private record Agent(Pattern option, Values values) {}

    /** Rules for an agent's options in a place. */
    private interface Values {
        Map<String, SlotPlace.ValueRule> in(SlotPlace place, String options);
    }

    private static final List<Agent> AGENTS =
            List.of(
                    // async-profiler; %{NAME} is a variable of the environment
                    new Agent(
                            Pattern.compile(
                                    "-agent(?:path:(?:.*/)?libasyncProfiler\\.so"
                                            + "|lib:asyncProfiler)="),
                            (place, options) ->
                                    Map.of(
                                            "file",
                                            name -> profile(name, place),
                                            "log",
                                            name ->
                                                    name.equals("stderr") || name.equals("stdout")
                                                            ? name
                                                            : profile(name, place))),
                    // JaCoCo appends to a file that it locks: several processes may share it, and
                    // whoever reads the report expects that name
                    new Agent(
                            Pattern.compile("-javaagent:(?:[^=]*/)?[^=/]*jacoco[^=/]*\\.jar="),
                            (place, options) ->
                                    options.contains("append=false")
                                            ? Map.of(
                                                    "destfile",
                                                    name ->
                                                            place.ownFile(
                                                                    name, SlotName.Pid.LITERAL))
                                            : Map.of()),
                    // YourKit; a range of ports has room for several
                    new Agent(
                            Pattern.compile(
                                    "-agent(?:path:(?:.*/)?libyjpagent[^=/]*\\.so|lib:yjpagent)="),
                            (place, options) -> Map.of("port", place::movedPort)),
                    // JProfiler
                    new Agent(
                            Pattern.compile(
                                    "-agent(?:path:(?:.*/)?libjprofilerti[^=/]*\\.so"
                                            + "|lib:jprofilerti)="),
                            (place, options) -> Map.of("port", place::movedPort)));

    private static String profile(String name, SlotPlace place) {
        return name.contains("%{CLUTCH_SLOT}") ? name : place.ownFile(name, SlotName.Pid.EXPANDED);
    }

    @Override
    public String apply(String option, SlotPlace place) {
        if (!option.startsWith("-agent") && !option.startsWith("-javaagent:")) {
            return option;
        }
        for (Agent agent : AGENTS) {
            var start = agent.option().matcher(option);
            if (start.lookingAt()) {
                String options = option.substring(start.end());
                return option.substring(0, start.end())
                        + SlotPlace.replace(options, ',', agent.values().in(place, options));
            }
        }
        return option;
    }
}
