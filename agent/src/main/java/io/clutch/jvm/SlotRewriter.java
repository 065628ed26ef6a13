package io.clutch.jvm;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Gives a slot what a JVM must have for itself: the ports and the files that the JVM's own options
 * name. Everything else stays as it is.
 */
final class SlotRewriter {

    private static final String CONFIG_FILE = "-Dcom.sun.management.config.file=";
    private static final String MANAGEMENT = "-Dcom.sun.management.";
    private static final Set<String> SWITCHES =
            Set.of(
                    "com.sun.management.config.file",
                    "com.sun.management.jmxremote",
                    "com.sun.management.jmxremote.port");

    private static final List<OptionRule> RULES =
            List.of(
                    new PortRule(),
                    new LogRule(),
                    new FlagRule(),
                    new RecordingRule(),
                    new AgentRule());

    private final CommandLine command;
    private final FileView files;
    private final String javaHome;
    private final int feature;

    /**
     * Creates one.
     *
     * @param javaHome the directory of the JDK that the workers run on
     * @param feature its feature release
     */
    SlotRewriter(CommandLine command, FileView files, String javaHome, int feature) {
        this.command = command;
        this.files = files;
        this.javaHome = javaHome;
        this.feature = feature;
    }

    /** Returns the ports that the options name, as they are in slot 1, each with what it is for. */
    Map<Integer, Set<String>> ports() {
        Map<Integer, Set<String>> found = new TreeMap<>();
        Stream.concat(command.effective().stream(), managementFile().stream())
                .forEach(
                        option ->
                                apply(
                                        option,
                                        place(
                                                1,
                                                port -> {
                                                    found.computeIfAbsent(
                                                                    port, p -> new TreeSet<>())
                                                            .add(PortRule.purpose(option));
                                                    return port;
                                                })));
        return found;
    }

    /** Changes the command line to what it is in a slot. */
    void rewriteFor(int slot, SlotPorts ports) {
        SlotPlace place = place(slot, port -> ports.of(port, slot));
        for (LaunchWord option : command.options()) {
            option.become(apply(option.text(), place));
        }
        overrideSettings(place);
        overrideManagementFile(place);
        for (LaunchWord word : command.words()) {
            mark(word, slot);
        }
        for (LaunchWord word : command.options()) {
            mark(word, slot);
        }
    }

    private SlotPlace place(int slot, IntUnaryOperator ports) {
        return new SlotPlace(slot, feature, ports, files);
    }

    private static String apply(String option, SlotPlace place) {
        String applied = option;
        for (OptionRule rule : RULES) {
            applied = rule.apply(applied, place);
        }
        return applied;
    }

    private static String marked(String option, SlotPlace place) {
        return replaceMark(apply(option, place), place.slot());
    }

    private static String replaceMark(String text, int slot) {
        return text.replace(SlotName.MARK, Integer.toString(slot));
    }

    private static void mark(LaunchWord word, int slot) {
        word.becomes().replaceAll(text -> replaceMark(text, slot));
    }

    /** A flag that is set elsewhere as well has that value: the file of settings comes first. */
    private void overrideSettings(SlotPlace place) {
        Set<String> elsewhere = new TreeSet<>();
        command.options().forEach(option -> elsewhere.add(FlagRule.flag(option.text())));
        Map<String, String> last = new LinkedHashMap<>();
        command.settings().forEach(setting -> last.put(FlagRule.flag(setting), setting));
        last.keySet().removeAll(elsewhere);
        for (String setting : last.values()) {
            String changed = FlagRule.isFile(setting) ? marked(setting, place) : setting;
            if (!changed.equals(setting)) {
                command.settingsFile().ifPresent(word -> word.followedBy(changed));
            }
        }
    }

    private void overrideManagementFile(SlotPlace place) {
        Optional<LaunchWord> last =
                command.options().stream()
                        .filter(option -> option.text().startsWith(MANAGEMENT))
                        .reduce((one, other) -> other);
        for (String property : managementFile()) {
            String changed = apply(property, place);
            if (!changed.equals(property)) {
                last.ifPresent(word -> word.followedBy(changed));
            }
        }
    }

    /**
     * Returns the ports, as system properties, that only the management agent's own file of
     * properties tells.
     */
    private List<String> managementFile() {
        if (command.options().stream().noneMatch(SlotRewriter::startsManagement)) {
            return List.of();
        }
        String file =
                command.options().stream()
                        .map(LaunchWord::text)
                        .filter(option -> option.startsWith(CONFIG_FILE))
                        .reduce((one, other) -> other)
                        .map(option -> option.substring(CONFIG_FILE.length()))
                        .orElse(javaHome + "/conf/management/management.properties");
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(files.read(file)));
        } catch (IOException | IllegalArgumentException e) {
            // The JVM will say so.
        }
        List<String> found = new ArrayList<>();
        for (String name : PortRule.PROPERTIES) {
            String value = properties.getProperty(name);
            if (value != null && !isSet(name)) {
                found.add("-D" + name + "=" + value.strip());
            }
        }
        return found;
    }

    private static boolean startsManagement(LaunchWord option) {
        return option.text().startsWith("-D") && SWITCHES.contains(property(option.text()));
    }

    private boolean isSet(String name) {
        return command.options().stream()
                .anyMatch(
                        option ->
                                option.text().startsWith("-D")
                                        && property(option.text()).equals(name));
    }

    private static String property(String option) {
        int equals = option.indexOf('=');
        return option.substring("-D".length(), equals < 0 ? option.length() : equals);
    }
}
