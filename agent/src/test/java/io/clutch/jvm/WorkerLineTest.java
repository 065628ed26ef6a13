package io.clutch.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Literal command lines and what they become for a worker; see {@code lines.txt}. */
class WorkerLineTest {

    private static final int SLOTS = 4;
    private static final Pattern PORT = Pattern.compile("<(\\d+)>");

    private static final FileView FILES =
            new FakeFiles(
                    Map.ofEntries(
                            entry("plain", "-cp x Main"),
                            entry("plain-options", "-Da=b\n-cp x"),
                            entry("options", "-Dq='a b'\n-Xlog:gc:a.log -cp x:y\n"),
                            entry("path", "x:y"),
                            entry("path-and-more", "x:y -Xlog:gc:a.log"),
                            entry("jar", "app.jar -Xlog:gc:a.log"),
                            entry("whole", "-Xlog:gc:a.log @At -Xlog:gc:b.log @x@"),
                            entry("no-more", "-Xlog:gc:a.log --disable-@files"),
                            entry("nested", "-Xlog:gc:a.log @options"),
                            entry(
                                    "quoted",
                                    "\"-Dx=tab\\there \\\"q\\\"\\nnext\" -Xlog:gc:'a b.log'"),
                            entry("comment", "#-Xlog:gc:x.log\n-Xlog:gc:a.log #-Dx=y"),
                            entry("continued", "\"-Xlog:gc:a\\\n    b.log\""),
                            entry("empty", ""),
                            entry("mark", "-Dm={slot}"),
                            entry(
                                    "settings",
                                    "# c\nHeapDumpPath=r.hprof HeapDumpPath=s.hprof\n+UseG1GC"
                                            + " ErrorFile='e 1.log'"),
                            entry("quiet", "+UseG1GC"),
                            entry("quiet-options", "-Da=b"),
                            entry(
                                    "options-file",
                                    "-Da=b\n'-Xlog:gc:a b.log'"
                                            + " -Dcom.sun.management.jmxremote.port=9010"),
                            entry("names-settings", "-XX:Flags=settings"),
                            entry(
                                    "jmx.properties",
                                    """
                                    com.sun.management.jmxremote.port=7000
                                    com.sun.management.jmxremote.rmi.port = 7100\s
                                    com.sun.management.jmxremote.ssl=false
                                    """),
                            entry("empty.properties", "x=y")));

    @ParameterizedTest
    @MethodSource("lines")
    void becomes(String input, String expected) {
        for (int slot : new int[] {1, 3}) {
            assertThat(rewrite(input, slot)).as("slot %d", slot).isEqualTo(inSlot(expected, slot));
        }
    }

    static Stream<String[]> lines() throws IOException {
        try (var in = WorkerLineTest.class.getResourceAsStream("lines.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split(" \\|\\| ", -1))
                            .map(
                                    line ->
                                            new String[] {
                                                line[0], line[1].equals("=") ? line[0] : line[1]
                                            })
                            .toList()
                            .stream();
        }
    }

    @Test
    void thereAreHundreds() throws IOException {
        assertThat(lines().map(line -> line[0])).hasSizeGreaterThan(250).doesNotHaveDuplicates();
    }

    @Test
    void portsThatWouldMeetMoveFurther() {
        String jmx = "-Dcom.sun.management.jmxremote.";
        assertThat(rewrite(jmx + "port=9010 " + jmx + "rmi.port=9011 M", 3))
                .isEqualTo(jmx + "port=9014 " + jmx + "rmi.port=9015 M");
        assertThat(rewrite(jmx + "port=9010 " + jmx + "rmi.port=9014 M", 3))
                .isEqualTo(jmx + "port=9012 " + jmx + "rmi.port=9016 M");
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,address=";
        assertThat(rewrite(debugger + "5005 " + jmx + "port=9010 " + jmx + "rmi.port=9011 M", 2))
                .isEqualTo(debugger + "5006 " + jmx + "port=9012 " + jmx + "rmi.port=9013 M");
    }

    @Test
    void longArgumentFileBecomesAnotherFile() {
        String longOption = "-Dx=" + "y".repeat(20_000);
        FakeFiles files =
                new FakeFiles(Map.of("big", longOption + "\n-Xlog:gc:'a \\\\b.log'\nM\n@x"));
        CommandLine line = CommandLine.read(List.of("@big"), true, Map.of(), files);
        new SlotRewriter(line, files, "/jdk", 17).rewriteFor(2, new SlotPorts(List.of(), SLOTS));

        List<String> arguments = line.arguments((name, content) -> "[" + content + "]");

        assertThat(arguments).hasSize(1);
        String content = arguments.get(0).substring("@[".length(), arguments.get(0).length() - 1);
        List<String> words = ArgumentFile.words(content);
        assertThat(words.get(0).equals(longOption)).isTrue();
        assertThat(words.subList(1, words.size()))
                .containsExactly("-Xlog:gc:a \\b-2.log", "M", "@x");
    }

    @Test
    void anotherProgramsArgumentsAreItsOwn() {
        CommandLine line =
                CommandLine.read(
                        List.of("-Xlog:gc:a.log", "@options", "{slot}"),
                        false,
                        Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc:a.log", "JDK_JAVA_OPTIONS", "@mark"),
                        FILES);
        new SlotRewriter(line, FILES, "/jdk", 17).rewriteFor(2, new SlotPorts(List.of(), SLOTS));

        assertThat(line.arguments(SlotFiles.nowhere()))
                .containsExactly("-Xlog:gc:a.log", "@options", "2");
        assertThat(line.environment(SlotFiles.nowhere()))
                .containsOnly(entry("JAVA_TOOL_OPTIONS", "-Xlog:gc:a-2.log"));
    }

    /** From some release on, the JVM knows of the process id in names of dumps and recordings. */
    @Test
    void processIdCountsWhereTheJvmKnowsIt() {
        FileView none = new FakeFiles(Map.of());
        for (String option :
                List.of("-XX:HeapDumpPath=a-%p.x", "-XX:StartFlightRecording=filename=a-%p.x")) {
            assertThat(rewrite(option, 2, none, 25)).isEqualTo(option);
            assertThat(rewrite(option, 2, none, 17)).isEqualTo(option.replace(".x", "-2.x"));
        }
    }

    @Test
    void portsInTheManagementAgentsFileAreOverridden() {
        String file = "-Dcom.sun.management.config.file=jmx.properties";
        String jmx = "-Dcom.sun.management.jmxremote.port=";
        String rmi = "-Dcom.sun.management.jmxremote.rmi.port=";

        assertThat(rewrite(file + " M", 3)).isEqualTo(file + " " + jmx + "7002 " + rmi + "7102 M");
        assertThat(rewrite(file + " " + jmx + "9010 M", 3))
                .isEqualTo(file + " " + jmx + "9012 " + rmi + "7102 M");
        assertThat(rewrite("$JAVA_TOOL_OPTIONS=" + file + " M", 3))
                .isEqualTo("$JAVA_TOOL_OPTIONS=" + file + "␣" + jmx + "7002␣" + rmi + "7102 M");
        assertThat(rewrite(file + " M", 1)).isEqualTo(file + " M");
    }

    @Test
    void defaultFileOfTheManagementAgentIsLookedAt() {
        FileView files =
                new FakeFiles(
                        Map.of(
                                "/jdk/conf/management/management.properties",
                                "com.sun.management.jmxremote.port=7000"));
        String on = "-Dcom.sun.management.jmxremote";
        assertThat(rewrite(on + " M", 2, files, 17)).isEqualTo(on + " " + on + ".port=7001 M");
        assertThat(rewrite("-Dx=y M", 2, files, 17)).isEqualTo("-Dx=y M");
    }

    private static String rewrite(String input, int slot) {
        return rewrite(input, slot, FILES, 17);
    }

    private static String rewrite(String input, int slot, FileView files, int feature) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (String word : input.split(" ", -1)) {
            String real = word.replace('␣', ' ').replace('⏎', '\n');
            if (word.startsWith("$")) {
                int equals = real.indexOf('=');
                environment.put(real.substring(1, equals), real.substring(equals + 1));
            } else {
                words.add(real);
            }
        }
        CommandLine line = CommandLine.read(words, true, environment, files);
        SlotRewriter rewriter = new SlotRewriter(line, files, "/jdk", feature);
        rewriter.rewriteFor(slot, new SlotPorts(rewriter.ports().keySet(), SLOTS));
        SlotFiles inBrackets = (name, content) -> "[" + content + "]";
        environment.putAll(line.environment(inBrackets));
        return Stream.concat(
                        environment.entrySet().stream()
                                .map(e -> "$" + e.getKey() + "=" + e.getValue()),
                        line.arguments(inBrackets).stream())
                .map(word -> word.replace(' ', '␣').replace('\n', '⏎'))
                .collect(Collectors.joining(" "));
    }

    private static String inSlot(String expected, int slot) {
        return PORT.matcher(expected.replace("<S>", "" + slot))
                .replaceAll(port -> "" + (Integer.parseInt(port.group(1)) + slot - 1))
                .replace("\\t", "\t");
    }

    /** Files that exist in a test alone. */
    private record FakeFiles(Map<String, String> contents) implements FileView {

        @Override
        public String read(String name) throws IOException {
            String content = contents.get(name);
            if (content == null) {
                throw new IOException("no " + name);
            }
            return content;
        }

        @Override
        public Kind kind(String name) {
            if (contents.containsKey(name)) {
                return Kind.FILE;
            }
            if (name.equals("dumps")) {
                return Kind.DIRECTORY;
            }
            boolean other =
                    Arrays.asList("/dev/stdout", "/dev/stderr", "/dev/null", "pipe").contains(name);
            return other ? Kind.OTHER : Kind.ABSENT;
        }
    }
}
