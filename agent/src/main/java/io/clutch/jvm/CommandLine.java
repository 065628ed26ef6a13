package io.clutch.jvm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A java command line with all that belongs to it: the environment variables with options, and the
 * files that either of them names. All texts have one character for each byte.
 */
final class CommandLine {

    static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";
    static final String LAUNCHER_OPTIONS = "JDK_JAVA_OPTIONS";
    static final String OLD_OPTIONS = "_JAVA_OPTIONS";

    static final List<String> VARIABLES = List.of(TOOL_OPTIONS, LAUNCHER_OPTIONS, OLD_OPTIONS);

    private static final String SETTINGS = "-XX:Flags=";
    private static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

    private final OptionSource line;
    private final Map<String, OptionSource> variables;

    /** The options in the order in which the JVM applies them; the last of several wins. */
    private final List<LaunchWord> options = new ArrayList<>();

    private final Map<LaunchWord, OptionSource> optionFiles = new LinkedHashMap<>();
    private Optional<LaunchWord> settingsFile = Optional.empty();
    private List<String> settings = List.of();

    private CommandLine(OptionSource line, Map<String, OptionSource> variables, FileView files) {
        this.line = line;
        this.variables = variables;
        add(variables.get(TOOL_OPTIONS), files);
        add(variables.get(LAUNCHER_OPTIONS), files);
        add(line, files);
        add(variables.get(OLD_OPTIONS), files);
        settingsFile.ifPresent(word -> readSettings(word, files));
    }

    /**
     * Reads what a JVM was launched with.
     *
     * @param arguments the arguments, without the program; not looked into if the program is not
     *     the JDK's launcher
     * @param javaLauncher whether it is
     * @param environment the variables that exist
     */
    static CommandLine read(
            List<String> arguments,
            boolean javaLauncher,
            Map<String, String> environment,
            FileView files) {
        Map<String, OptionSource> variables = new LinkedHashMap<>();
        for (String name : List.of(TOOL_OPTIONS, OLD_OPTIONS)) {
            variables.put(name, OptionSource.ofText(name, environment.getOrDefault(name, "")));
        }
        Launcher launcher = new Launcher(files);
        String text = environment.getOrDefault(LAUNCHER_OPTIONS, "");
        OptionSource variable = new OptionSource(LAUNCHER_OPTIONS, text);
        OptionSource line = new OptionSource("argument-", "");
        if (javaLauncher) {
            for (OptionText.Word word : OptionText.words(text).orElse(List.of())) {
                variable.add(launcher.readVariable(word.text()), word.start(), word.end());
            }
        }
        for (String argument : arguments) {
            line.add(javaLauncher ? launcher.readArgument(argument) : foreign(argument), 0, 0);
        }
        launcher.assignRoles();
        variables.put(LAUNCHER_OPTIONS, variable);
        return new CommandLine(line, variables, files);
    }

    /** Another program's own argument. */
    private static LaunchPart foreign(String argument) {
        return new LaunchPart(
                argument, LaunchPart.Form.PLAIN, List.of(new LaunchWord(argument, false)));
    }

    private void add(OptionSource source, FileView files) {
        for (LaunchWord word : source.words()) {
            if (word.role() != LaunchWord.Role.OPTION) {
                continue;
            }
            if (word.text().startsWith(OPTIONS_FILE)) {
                addOptionsFile(word, source, files);
            } else {
                addOption(word);
            }
        }
    }

    private void addOptionsFile(LaunchWord word, OptionSource source, FileView files) {
        try {
            String content = files.read(word.text().substring(OPTIONS_FILE.length()));
            OptionSource nested = OptionSource.ofText(source.name() + "-file", content);
            optionFiles.put(word, nested);
            nested.words().forEach(this::addOption);
        } catch (IOException e) {
            // The JVM will say so.
        }
    }

    private void addOption(LaunchWord word) {
        options.add(word);
        if (word.text().startsWith(SETTINGS)) {
            settingsFile = Optional.of(word);
        }
    }

    private void readSettings(LaunchWord word, FileView files) {
        try {
            settings = SettingsFile.options(files.read(word.text().substring(SETTINGS.length())));
        } catch (IOException e) {
            // The JVM will say so.
        }
    }

    /** Returns the options in the order in which they apply, without those of {@link #settings}. */
    List<LaunchWord> options() {
        return options;
    }

    /** Returns what the file says that the last {@code -XX:Flags} names, as options. */
    List<String> settings() {
        return settings;
    }

    /** Returns the option that names the file of the settings. */
    Optional<LaunchWord> settingsFile() {
        return settingsFile;
    }

    /** Returns the options as texts in the order in which they apply. */
    List<String> effective() {
        List<String> texts = new ArrayList<>(settings);
        options.forEach(word -> texts.add(word.text()));
        return texts;
    }

    /** Returns every word, except those in files that {@code -XX:VMOptionsFile} names. */
    List<LaunchWord> words() {
        List<LaunchWord> all = new ArrayList<>();
        variables.values().forEach(source -> all.addAll(source.words()));
        all.addAll(line.words());
        return all;
    }

    /** Returns the arguments for a worker, without the program. */
    List<String> arguments(SlotFiles files) {
        writeOptionFiles(files);
        return line.line(files);
    }

    /** Returns the variables that are not the same for a worker. */
    Map<String, String> environment(SlotFiles files) {
        writeOptionFiles(files);
        Map<String, String> changed = new LinkedHashMap<>();
        variables.forEach(
                (name, source) -> {
                    if (source.isChanged()) {
                        changed.put(name, source.text(files));
                    }
                });
        return changed;
    }

    private void writeOptionFiles(SlotFiles files) {
        optionFiles.forEach(
                (word, source) -> {
                    if (source.isChanged()) {
                        word.become(OPTIONS_FILE + files.write(source.name(), source.text(files)));
                    }
                });
    }
}
